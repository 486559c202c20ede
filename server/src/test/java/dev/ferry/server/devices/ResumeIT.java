package dev.ferry.server.devices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.Resume;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.redis.RespConnection;
import dev.ferry.server.testkit.GroupRequests;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that go on: what a resume token is good for, and what it costs. */
@Timeout(240)
class ResumeIT {
  private static final int USERS = 1000;
  private static final int DIRECT = 3;
  private static final int GROUPS = 8;
  private static final int USERS_AT_ONCE = 200;
  private static final int[] MISSED = {0, 1, 2, 5, 20};

  /** What a resume costs whatever was missed, and what each missed message adds to it. */
  private static final int BYTES = 300;

  private static final int BYTES_A_MESSAGE = 150;

  @TempDir private static Path folder;
  private static Fleet fleet;

  @BeforeAll
  static void begin() {
    fleet =
        new Fleet(
            folder,
            Map.of(
                "limits.requests-per-second", "100000",
                "limits.requests-burst", "1000000",
                "groups.per-user", "5000",
                "groups.messages-per-second", "100000",
                "groups.messages-burst", "1000000",
                "groups.member-messages-per-second", "100000",
                "groups.member-messages-burst", "1000000"));
  }

  @AfterAll
  static void end() {
    fleet.close();
  }

  private static ClientFrame.Builder resume(
      String user, String device, ByteString token, ByteString groups, long since) {
    Login.Builder login =
        RawClient.loginFrame("", device).getLogin().toBuilder()
            .setHeadsSince(since)
            .setResume(Resume.newBuilder().setUser(user).setToken(token).setGroups(groups));
    return ClientFrame.newBuilder().setLogin(login);
  }

  private static ByteString loggedIn(String user, String device) {
    try (RawClient client = fleet.connect(0)) {
      return client.login(fleet.tokens().token(user), device).getResumeToken();
    }
  }

  private static ServerFrame resumed(int node, ClientFrame.Builder login) {
    try (RawClient client = fleet.connect(node)) {
      return client.call(login);
    }
  }

  private static void assertRefused(ServerFrame answer) {
    assertEquals(ErrorCode.RESUME_REFUSED, answer.getError().getCode(), answer::toString);
    assertEquals(Duty.LOG_IN_AGAIN, answer.getError().getDuty());
    assertEquals("", answer.getError().getValue(), "a token is never repeated");
  }

  @Test
  void aTokenIsGoodOnceOnAnyNodeForItsDeviceAndUser() {
    ByteString token = loggedIn("anna", "phone");
    ByteString none = ByteString.EMPTY;
    assertRefused(resumed(1, resume("anna", "tablet", token, none, 0)));
    assertRefused(resumed(1, resume("bert", "phone", token, none, 0)));
    assertRefused(resumed(1, resume("anna", "phone", ByteString.copyFrom(new byte[16]), none, 0)));
    assertRefused(resumed(1, resume("anna", "phone", none, none, 0)));
    assertRefused(resumed(1, resume("anna", "phone", token.concat(token), none, 0)));
    LoggedIn first = resumed(1, resume("anna", "phone", token, none, 0)).getLoggedIn();
    assertEquals("anna", first.getUser());
    assertFalse(first.getResumeToken().equals(token));
    assertRefused(resumed(2, resume("anna", "phone", token, none, 0)));
    assertTrue(resumed(2, resume("anna", "phone", first.getResumeToken(), none, 0)).hasLoggedIn());
  }

  @Test
  void whoTriesInVainDisturbsNobody() {
    try (RawClient phone = fleet.connect(0)) {
      phone.login(fleet.tokens().token("carl"), "phone");
      ByteString guess = ByteString.copyFrom(new byte[16]);
      assertRefused(resumed(0, resume("carl", "phone", guess, ByteString.EMPTY, 0)));
      assertRefused(resumed(1, resume("carl", "phone", guess, ByteString.EMPTY, 0)));
      assertTrue(phone.call(Requests.ping()).hasPong());
    }
  }

  @Test
  void aMalformedDigestIsRefusedAndUsesNothingUp() {
    ByteString token = loggedIn("dora", "phone");
    for (int bytes : new int[] {1, 7, 9, 24, 8 * 128}) {
      ByteString digest = ByteString.copyFrom(new byte[bytes]);
      ServerFrame answer = resumed(0, resume("dora", "phone", token, digest, 0));
      assertEquals(ErrorCode.INVALID_ARGUMENT, answer.getError().getCode(), answer::toString);
    }
    ByteString one = ByteString.copyFrom(new byte[8]);
    assertTrue(resumed(0, resume("dora", "phone", token, one, 0)).hasLoggedIn());
  }

  @Test
  void whoResumesOnAnotherNodeReplacesTheSessionThatItLost() {
    try (RawClient lost = fleet.connect(0);
        RawClient next = fleet.connect(1)) {
      ByteString token = lost.login(fleet.tokens().token("emil"), "phone").getResumeToken();
      assertTrue(next.call(resume("emil", "phone", token, ByteString.EMPTY, 0)).hasLoggedIn());
      assertEquals(ErrorCode.SESSION_REPLACED, lost.next().getError().getCode());
      assertTrue(next.call(Requests.ping()).hasPong());
    }
  }

  /** What a user of the crowd has when it is cut off. */
  private record Known(ByteString token, long version, Map<String, Head> heads) {
    ByteString digest() {
      int buckets = 8;
      long[] sums = new long[buckets];
      heads.forEach(
          (name, head) -> {
            if (name.startsWith("g/")) {
              sums[bucket(name, buckets)] +=
                  mark(
                      name
                          + " "
                          + head.getEpoch()
                          + " "
                          + head.getSeq()
                          + " "
                          + head.getOwn().getRead());
            }
          });
      ByteBuffer bytes = ByteBuffer.allocate(buckets * Long.BYTES);
      for (long sum : sums) {
        bytes.putLong(sum);
      }
      return ByteString.copyFrom(bytes.array());
    }

    private static int bucket(String name, int buckets) {
      CRC32 crc = new CRC32();
      crc.update(name.getBytes(UTF_8));
      return (int) (crc.getValue() % buckets);
    }

    private static long mark(String text) {
      try {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        return ByteBuffer.wrap(hash).getLong();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Tag("faults")
  @Test
  void aThousandResumesCostWhatTheirUsersMissed() throws Exception {
    List<Known> known = new ArrayList<>();
    try (RawClient sender = fleet.connect(0)) {
      sender.login(fleet.tokens().token("peer"), "phone");
      populate(sender);
      long full = 0;
      for (int i = 0; i < USERS; i++) {
        try (RawClient client = fleet.connect(i)) {
          LoggedIn login = client.login(fleet.tokens().token("u" + i), "phone");
          full += login.getSerializedSize();
          Map<String, Head> heads = new HashMap<>();
          login.getHeads().getHeadsList().forEach(each -> heads.put(each.getConversation(), each));
          assertEquals(DIRECT + 1 + GROUPS + 1, heads.size());
          known.add(new Known(login.getResumeToken(), login.getHeads().getVersion(), heads));
        }
      }
      for (int i = 0; i < USERS; i++) {
        miss(sender, i, MISSED[i % MISSED.length]);
      }
      Map<Integer, Long> bytes = new TreeMap<>();
      for (int i = 0; i < USERS; i++) {
        int missed = MISSED[i % MISSED.length];
        long cost = resumeAndPull(i, known.get(i), missed);
        assertTrue(
            cost <= BYTES + (long) missed * BYTES_A_MESSAGE,
            cost + " bytes for " + missed + " missed messages");
        bytes.merge(missed, cost, Long::sum);
      }
      int each = USERS / MISSED.length;
      System.out.println(
          "bytes of a full login: " + full / USERS + "; of a resume, by messages missed:");
      bytes.forEach((missed, sum) -> System.out.println("  " + missed + ": " + sum / each));
    }
  }

  /**
   * Direct conversations and groups, and at last one of each user alone: more than two seconds
   * later, which is what an index's version reaches back.
   */
  private static void populate(RawClient sender) throws Exception {
    for (int from = 0; from < USERS; from += USERS_AT_ONCE) {
      List<String> users = new ArrayList<>();
      for (int i = from; i < from + USERS_AT_ONCE; i++) {
        users.add("u" + i);
      }
      for (int n = 0; n < GROUPS; n++) {
        String group = "g/crowd-" + from + "-" + n;
        assertTrue(
            sender
                .call(GroupRequests.frame(GroupRequests.create(group, users.subList(0, 199))))
                .hasGroupAck());
        assertTrue(
            sender
                .call(GroupRequests.frame(GroupRequests.add(group, users.get(199))))
                .hasGroupAck());
      }
    }
    for (int i = 0; i < USERS; i++) {
      String own = "g/own-" + i;
      assertTrue(
          sender
              .call(GroupRequests.frame(GroupRequests.create(own, List.of("u" + i))))
              .hasGroupAck());
    }
    for (int n = 0; n < DIRECT; n++) {
      String name = "friend" + n;
      try (RawClient friend = fleet.connect(0)) {
        friend.login(fleet.tokens().token(name), "phone");
        for (int i = 0; i < USERS; i++) {
          send(friend, "d/" + name + "/u" + i, 1);
        }
      }
    }
    awaitRedisSeconds(3);
    for (int i = 0; i < USERS; i++) {
      send(sender, "d/peer/u" + i, 1);
    }
  }

  private static void send(RawClient sender, String conversation, long number) {
    ServerFrame answer = sender.call(Requests.send(conversation, number));
    assertTrue(answer.hasMessageAck(), answer::toString);
  }

  private static void awaitRedisSeconds(int seconds) throws Exception {
    URI uri = URI.create(fleet.redisUrl());
    String password = uri.getUserInfo().substring(1);
    try (RespConnection redis =
        RespConnection.open(uri.getPort(), password, Duration.ofSeconds(10))) {
      long end = now(redis) + seconds;
      await().until(() -> now(redis) >= end);
    }
  }

  private static long now(RespConnection redis) throws Exception {
    return Long.parseLong(redis.ask("TIME").lines().findFirst().orElseThrow());
  }

  /** Half of them in the user's direct conversation, half in its group. */
  private static void miss(RawClient sender, int user, int messages) {
    for (int n = 0; n < messages; n++) {
      send(sender, n % 2 == 0 ? "d/peer/u" + user : "g/own-" + user, 100 + n);
    }
  }

  /** Bytes that the server sent until the user had all that it missed. */
  private static long resumeAndPull(int user, Known known, int missed) {
    try (RawClient client = fleet.connect(user + 1)) {
      ServerFrame answer =
          client.call(resume("u" + user, "phone", known.token(), known.digest(), known.version()));
      assertTrue(answer.hasLoggedIn(), answer::toString);
      long bytes = answer.getSerializedSize();
      int pulled = 0;
      for (Head head : answer.getLoggedIn().getHeads().getHeadsList()) {
        Head before = known.heads().getOrDefault(head.getConversation(), Head.getDefaultInstance());
        if (head.getSeq() > before.getSeq()) {
          ServerFrame page =
              client.call(Requests.fetch(head.getConversation(), before.getSeq() + 1, 0));
          bytes += page.getSerializedSize();
          pulled += page.getMessagePage().getMessagesCount();
        }
      }
      assertEquals(missed, pulled, "messages of u" + user);
      return bytes;
    }
  }
}
