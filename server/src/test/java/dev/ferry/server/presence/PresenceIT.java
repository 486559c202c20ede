package dev.ferry.server.presence;

import static dev.ferry.server.testkit.PresenceRequests.fetch;
import static dev.ferry.server.testkit.PresenceRequests.invisible;
import static dev.ferry.server.testkit.PresenceRequests.set;
import static dev.ferry.server.testkit.PresenceRequests.unwatch;
import static dev.ferry.server.testkit.PresenceRequests.visibleTo;
import static dev.ferry.server.testkit.PresenceRequests.watch;
import static dev.ferry.server.testkit.PresenceRequests.watchIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Platform;
import dev.ferry.protocol.v1.Presence;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SetPresence;
import dev.ferry.protocol.v1.Visibility;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.GroupRequests;
import dev.ferry.server.testkit.Nodes;
import dev.ferry.server.testkit.PresenceRequests;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who sees whom online, over two nodes. Each test has users of its own. */
@Timeout(180)
class PresenceIT {
  @TempDir private static Path folder;

  private static EmbeddedRedis redis;
  private static Nodes nodes;

  @BeforeAll
  static void begin() {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    nodes = Nodes.start(folder, 2, redis.uri().toString());
  }

  @AfterAll
  static void end() {
    nodes.close();
    redis.close();
  }

  @Test
  void aContactOnAnotherNodeIsSeenComingAndGoing() {
    try (RawClient ann = nodes.login(0, "ann", "laptop")) {
      meet(ann, "d/ann/ben");
      assertEquals(List.of("ben []"), words(ann.call(watch("ben"))));
      try (RawClient ben = login(1, "ben", "phone", Platform.PLATFORM_PHONE)) {
        assertEquals(List.of("ben [PLATFORM_PHONE]"), news(ann));
        try (RawClient web = login(0, "ben", "browser", Platform.PLATFORM_WEB)) {
          assertEquals(List.of("ben [PLATFORM_PHONE, PLATFORM_WEB]"), news(ann));
          ben.call(set(SetPresence.newBuilder().setStatus("on a ferry")));
          assertEquals(List.of("ben [PLATFORM_PHONE, PLATFORM_WEB] on a ferry"), news(ann));
        }
        assertEquals(List.of("ben [PLATFORM_PHONE] on a ferry"), news(ann));
      }
      Presence gone = next(ann).getPresencePush().getUsers(0);
      assertEquals("ben [] on a ferry", PresenceRequests.words(gone));
      assertTrue(gone.getLastSeenMs() > 0, gone.toString());
    }
  }

  @Test
  void whoMayNotSeeLearnsAsMuchAsOfSomebodyWhoDoesNotExist() {
    try (RawClient cat = nodes.login(0, "cat", "phone");
        RawClient dan = login(1, "dan", "phone", Platform.PLATFORM_PHONE)) {
      dan.call(set(SetPresence.newBuilder().setStatus("hi")));
      assertEquals(List.of("dan []", "nobody-1 []"), words(cat.call(watch("dan", "nobody-1"))));
      dan.call(visibleTo(Visibility.VISIBILITY_EVERYONE));
      assertEquals(List.of("dan [PLATFORM_PHONE] hi"), news(cat));
      assertEquals(List.of("dan [PLATFORM_PHONE] hi"), words(cat.call(fetch(List.of("dan")))));
      dan.call(visibleTo(Visibility.VISIBILITY_NOBODY));
      Presence hidden = next(cat).getPresencePush().getUsers(0);
      assertEquals(Presence.newBuilder().setUser("dan").build(), hidden);
      ServerFrame own = dan.call(fetch(List.of("dan")));
      assertEquals(List.of("dan [PLATFORM_PHONE] hi"), words(own));
    }
  }

  @Test
  void whoIsInvisibleLooksOfflineAtOnceAndOnlineToItself() {
    try (RawClient eva = nodes.login(0, "eva", "phone");
        RawClient fay = login(1, "fay", "phone", Platform.PLATFORM_TABLET);
        RawClient own = nodes.login(0, "fay", "watch")) {
      meet(eva, "d/eva/fay");
      own.next();
      eva.call(watch("fay"));
      own.call(watch("fay"));
      ServerFrame settings = fay.call(invisible(true));
      assertTrue(settings.getPresenceSettings().getInvisible(), settings.toString());
      Presence gone = next(eva).getPresencePush().getUsers(0);
      assertEquals("fay []", PresenceRequests.words(gone));
      assertTrue(gone.getLastSeenMs() > 0, gone.toString());
      fay.call(invisible(false));
      assertEquals(List.of("fay [PLATFORM_TABLET, PLATFORM_OTHER]"), news(eva));
      assertTrue(own.poll(Duration.ofMillis(500)).isEmpty());
    }
  }

  @Test
  void whoMeetsIsAContactWithoutWatchingAgain() {
    try (RawClient gil = nodes.login(0, "gil", "phone");
        RawClient hal = login(1, "hal", "phone", Platform.PLATFORM_PHONE)) {
      assertEquals(List.of("hal []"), words(gil.call(watch("hal"))));
      meet(hal, "d/gil/hal");
      assertEquals(List.of("hal [PLATFORM_PHONE]"), news(gil));
    }
  }

  @Test
  void fellowMembersOfAGroupAreSeenByItsMembersOnly() {
    try (RawClient ida = nodes.login(0, "ida", "phone");
        RawClient jim = login(1, "jim", "phone", Platform.PLATFORM_PHONE);
        RawClient kim = nodes.login(0, "kim", "phone")) {
      ida.call(GroupRequests.frame(GroupRequests.create("g/deck", List.of("jim"))));
      jim.call(Requests.ping());
      assertEquals(
          List.of("jim [PLATFORM_PHONE]", "kim []"),
          words(ida.call(watchIn("g/deck", "jim", "kim"))));
      assertEquals(ErrorCode.FORBIDDEN, code(kim.call(watchIn("g/deck", "jim"))));
      assertEquals(ErrorCode.FORBIDDEN, code(kim.call(watchIn("g/none", "jim"))));
      assertEquals(ErrorCode.INVALID_ARGUMENT, code(kim.call(watchIn("d/jim/kim", "jim"))));
    }
  }

  @Test
  void whoIsNoLongerWatchedIsNoLongerTold() {
    try (RawClient lea = nodes.login(0, "lea", "phone")) {
      meet(lea, "d/lea/mia");
      meet(lea, "d/lea/noa");
      lea.call(watch("mia", "noa"));
      lea.call(unwatch("mia"));
      try (RawClient mia = login(1, "mia", "phone", Platform.PLATFORM_PHONE);
          RawClient noa = login(1, "noa", "phone", Platform.PLATFORM_PHONE)) {
        assertEquals(List.of("noa [PLATFORM_PHONE]"), news(lea));
      }
    }
  }

  @Test
  void whatIsTooMuchOrWrongIsRefusedWithItsReason() {
    try (RawClient oli = nodes.login(0, "oli", "phone")) {
      String[] some = users(0, 201);
      assertEquals(ErrorCode.INVALID_ARGUMENT, code(oli.call(watch(some))));
      assertEquals(ErrorCode.INVALID_ARGUMENT, code(oli.call(fetch(List.of(some)))));
      assertEquals(ErrorCode.INVALID_ARGUMENT, code(oli.call(unwatch(some))));
      assertEquals(ErrorCode.INVALID_ARGUMENT, code(oli.call(watch("not a user"))));
      assertEquals(
          ErrorCode.INVALID_ARGUMENT,
          code(oli.call(set(SetPresence.newBuilder().setStatus("x".repeat(101))))));
      assertEquals(
          ErrorCode.INVALID_ARGUMENT,
          code(oli.call(set(SetPresence.newBuilder().setVisibleToValue(77)))));
      for (int page = 0; page < 5; page++) {
        assertEquals(200, oli.call(watch(users(200 * page, 200))).getPresences().getUsersCount());
      }
      assertEquals(ErrorCode.TOO_MANY, code(oli.call(watch("one-more"))));
      assertEquals(200, oli.call(watch(users(0, 200))).getPresences().getUsersCount());
    }
  }

  @Test
  void questionsAndChangesHaveARate() {
    try (RawClient pia = nodes.login(0, "pia", "phone")) {
      ClientFrame.Builder page = fetch(List.of(users(0, 200)));
      ErrorCode last = ErrorCode.ERROR_CODE_UNSPECIFIED;
      for (int i = 0; i < 40 && last != ErrorCode.RATE_LIMITED; i++) {
        last = code(pia.call(page));
      }
      assertEquals(ErrorCode.RATE_LIMITED, last);
      ServerFrame refused = pia.call(page);
      assertTrue(refused.getError().getRetryAfterMs() > 0, refused.toString());
      last = ErrorCode.ERROR_CODE_UNSPECIFIED;
      for (int i = 0; i < 20 && last != ErrorCode.RATE_LIMITED; i++) {
        last = code(pia.call(invisible(i % 2 == 0)));
      }
      assertEquals(ErrorCode.RATE_LIMITED, last);
    }
  }

  private static RawClient login(int node, String user, String device, Platform platform) {
    RawClient client = RawClient.tcp(nodes.get(node).tcp());
    ClientFrame.Builder login = RawClient.loginFrame(nodes.tokens().token(user), device);
    login.setLogin(login.getLogin().toBuilder().setPlatform(platform));
    ServerFrame answer = client.call(login);
    assertTrue(answer.hasLoggedIn(), answer.toString());
    return client;
  }

  /** From here on the two are contacts. */
  private static void meet(RawClient one, String conversation) {
    ServerFrame ack = one.call(Requests.send(conversation, conversation.hashCode()));
    assertTrue(ack.hasMessageAck(), ack.toString());
  }

  private static ServerFrame next(RawClient client) {
    ServerFrame frame = client.next(Duration.ofSeconds(20));
    while (!frame.hasPresencePush()) {
      frame = client.next(Duration.ofSeconds(20));
    }
    return frame;
  }

  private static List<String> news(RawClient client) {
    return next(client).getPresencePush().getUsersList().stream()
        .map(PresenceRequests::words)
        .toList();
  }

  private static List<String> words(ServerFrame answer) {
    assertTrue(answer.hasPresences(), answer.toString());
    return answer.getPresences().getUsersList().stream().map(PresenceRequests::words).toList();
  }

  private static ErrorCode code(ServerFrame answer) {
    return answer.getError().getCode();
  }

  private static String[] users(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(i -> "u" + i).toArray(String[]::new);
  }
}
