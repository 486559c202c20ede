package dev.ferry.server.presence;

import static dev.ferry.server.testkit.PresenceRequests.signal;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.Signal;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.GroupRequests;
import dev.ferry.server.testkit.Nodes;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signals over two nodes: who gets them, and who may send how many. */
@Timeout(180)
class SignalsIT {
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
  void theOtherUserOfADirectConversationGetsItOnAllDevices() {
    try (RawClient ann = nodes.login(0, "ann", "phone");
        RawClient own = nodes.login(1, "ann", "laptop");
        RawClient ben = nodes.login(1, "ben", "phone");
        RawClient pad = nodes.login(0, "ben", "pad")) {
      assertTrue(ann.call(signal("d/ann/ben", "typing", 3)).hasSignalSent());
      for (RawClient each : List.of(ben, pad)) {
        Signal heard = next(each);
        assertEquals("d/ann/ben ann phone", at(heard));
        assertEquals("typing", heard.getType());
        assertEquals(3, heard.getBody().size());
      }
      assertTrue(ben.call(signal("d/ann/ben", "wave", 0)).hasSignalSent());
      assertEquals("d/ann/ben ben phone", at(next(ann)));
      assertEquals("wave", next(own).getType());
    }
  }

  @Test
  void membersOfAGroupGetItButNotTheSessionThatSentIt() {
    try (RawClient cat = nodes.login(0, "cat", "phone");
        RawClient own = nodes.login(1, "cat", "laptop");
        RawClient dan = nodes.login(1, "dan", "phone");
        RawClient eve = nodes.login(0, "eve", "phone")) {
      cat.call(GroupRequests.frame(GroupRequests.create("g/deck", List.of("dan"))));
      awaitSeat(dan, "g/deck");
      assertTrue(cat.call(signal("g/deck", "wave", 5)).hasSignalSent());
      assertEquals("g/deck cat phone", at(next(own, "wave")));
      assertEquals("g/deck cat phone", at(next(dan, "wave")));
      assertEquals(ErrorCode.FORBIDDEN, code(eve.call(signal("g/deck", "wave", 0))));
      assertEquals(ErrorCode.FORBIDDEN, code(eve.call(signal("g/none", "wave", 0))));
      assertEquals(Optional.empty(), eve.poll(Duration.ofMillis(300)));
      assertNoSignal(cat);
    }
  }

  @Test
  void whoWasRemovedNeitherSendsNorGetsAny() {
    try (RawClient fay = nodes.login(0, "fay", "phone");
        RawClient gil = nodes.login(1, "gil", "phone");
        RawClient hal = nodes.login(1, "hal", "phone")) {
      fay.call(GroupRequests.frame(GroupRequests.create("g/crew", List.of("gil", "hal"))));
      awaitSeat(gil, "g/crew");
      awaitSeat(hal, "g/crew");
      ServerFrame removed =
          fay.call(GroupRequests.frame(GroupRequests.remove("g/crew", List.of("gil"))));
      assertTrue(removed.hasGroupAck(), removed.toString());
      await().until(() -> fay.call(signal("g/crew", "after", 0)).hasSignalSent() && heard(hal));
      assertEquals(ErrorCode.FORBIDDEN, code(gil.call(signal("g/crew", "wave", 0))));
      assertNoSignal(gil);
    }
  }

  @Test
  void whatIsTooMuchOrWrongIsRefusedWithItsReason() {
    try (RawClient ida = nodes.login(0, "ida", "phone")) {
      assertEquals(ErrorCode.FORBIDDEN, code(ida.call(signal("d/jim/kim", "typing", 0))));
      assertEquals(ErrorCode.INVALID_ARGUMENT, code(ida.call(signal("d/ida", "typing", 0))));
      assertEquals(ErrorCode.INVALID_ARGUMENT, code(ida.call(signal("d/ida/jim", "", 0))));
      assertEquals(
          ErrorCode.INVALID_ARGUMENT, code(ida.call(signal("d/ida/jim", "x".repeat(65), 0))));
      ServerFrame large = ida.call(signal("d/ida/jim", "typing", 1025));
      assertEquals(ErrorCode.INVALID_ARGUMENT, code(large));
      assertEquals("1025 bytes", large.getError().getValue());
      assertTrue(ida.call(signal("d/ida/jim", "typing", 1024)).hasSignalSent());
    }
  }

  @Test
  void aSenderHasARateInAConversationAndOneInAll() {
    try (RawClient lea = nodes.login(0, "lea", "phone")) {
      int taken = 0;
      ServerFrame answer = lea.call(signal("d/lea/mia", "typing", 0));
      while (answer.hasSignalSent() && taken++ < 100) {
        answer = lea.call(signal("d/lea/mia", "typing", 0));
      }
      assertEquals(ErrorCode.RATE_LIMITED, code(answer));
      assertTrue(answer.getError().getRetryAfterMs() > 0, answer.toString());
      int conversations = 0;
      answer = lea.call(signal("d/lea/n0", "typing", 0));
      while (answer.hasSignalSent() && conversations++ < 200) {
        answer = lea.call(signal("d/lea/n" + conversations, "typing", 0));
      }
      assertEquals(ErrorCode.RATE_LIMITED, code(answer));
    }
  }

  /** Waits until the member's node has it in the group. */
  private static void awaitSeat(RawClient member, String group) {
    await().until(() -> member.call(signal(group, "here", 0)).hasSignalSent());
  }

  private static boolean heard(RawClient client) {
    return client.poll(Duration.ofMillis(500)).filter(frame -> is(frame, "after")).isPresent();
  }

  private static boolean is(ServerFrame frame, String type) {
    return frame.hasSignalPush() && frame.getSignalPush().getType().equals(type);
  }

  /** A ping is answered after whatever was pushed before. */
  private static void assertNoSignal(RawClient client) {
    client.call(Requests.ping());
    Optional<ServerFrame> frame = client.poll(Duration.ofMillis(300));
    while (frame.isPresent()) {
      assertTrue(!is(frame.get(), "after") && !is(frame.get(), "wave"), frame.toString());
      frame = client.poll(Duration.ofMillis(300));
    }
  }

  private static Signal next(RawClient client) {
    ServerFrame frame = client.next();
    while (!frame.hasSignalPush()) {
      frame = client.next();
    }
    return frame.getSignalPush();
  }

  private static Signal next(RawClient client, String type) {
    Signal signal = next(client);
    while (!signal.getType().equals(type)) {
      signal = next(client);
    }
    return signal;
  }

  private static String at(Signal signal) {
    return signal.getConversation() + " " + signal.getSender() + " " + signal.getSenderDevice();
  }

  private static ErrorCode code(ServerFrame answer) {
    return answer.getError().getCode();
  }
}
