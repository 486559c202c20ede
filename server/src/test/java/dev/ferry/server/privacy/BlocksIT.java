package dev.ferry.server.privacy;

import static dev.ferry.server.testkit.PresenceRequests.fetch;
import static dev.ferry.server.testkit.PresenceRequests.signal;
import static dev.ferry.server.testkit.PresenceRequests.watch;
import static dev.ferry.server.testkit.PresenceRequests.words;
import static dev.ferry.server.testkit.PrivacyRequests.block;
import static dev.ferry.server.testkit.PrivacyRequests.blocked;
import static dev.ferry.server.testkit.PrivacyRequests.let;
import static dev.ferry.server.testkit.PrivacyRequests.unblock;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Presence;
import dev.ferry.protocol.v1.PrivacyChanged;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SetPrivacy;
import dev.ferry.protocol.v1.Writers;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Nodes;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Blocks and who may write, on the wire and over two nodes. Each test has users of its own. */
@Timeout(180)
class BlocksIT {
  private static final int ROUNDS = 20;

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
  void bothSidesAreRefusedWithAReasonOfTheirOwn() {
    try (RawClient ann = nodes.login(0, "ann", "phone");
        RawClient ben = nodes.login(1, "ben", "phone")) {
      assertTrue(ben.call(Requests.send("d/ann/ben", 1)).hasMessageAck());
      ServerFrame standing = ann.call(block("ben"));
      assertEquals(1, standing.getPrivacy().getBlocked());
      assertEquals(Writers.WRITERS_EVERYONE, standing.getPrivacy().getWhoMayWrite());
      assertTrue(ben.call(Requests.send("d/ann/ben", 1)).hasMessageAck(), "sent before the block");
      ServerFrame refused = ben.call(Requests.send("d/ann/ben", 2));
      assertError(ErrorCode.NOT_ACCEPTED, "", refused);
      assertEquals(Duty.FIX, refused.getError().getDuty());
      assertError(ErrorCode.NOT_ACCEPTED, "", ben.call(signal("d/ann/ben", "typing", 0)));
      ServerFrame own = ann.call(Requests.send("d/ann/ben", 1));
      assertError(ErrorCode.BLOCKED_BY_YOU, "ben", own);
      assertEquals(Duty.FIX, own.getError().getDuty());
      assertEquals(0, ann.call(unblock("ben")).getPrivacy().getBlocked());
      assertEquals(2, ben.call(Requests.send("d/ann/ben", 2)).getMessageAck().getSeq());
    }
  }

  @Test
  void devicesHearOfChangesAndAtLoginWhetherTheyMissedAny() {
    try (RawClient phone = nodes.login(0, "cat", "phone");
        RawClient laptop = nodes.login(1, "cat", "laptop")) {
      phone.call(block("dan"));
      phone.call(let(Writers.WRITERS_NOBODY));
      long version = phone.call(unblock("dan")).getPrivacy().getVersion();
      assertEquals("dan", heard(laptop).getBlocked());
      assertEquals(Writers.WRITERS_NOBODY, heard(laptop).getWhoMayWrite());
      PrivacyChanged last = heard(laptop);
      assertEquals("dan", last.getUnblocked());
      assertEquals(version, last.getVersion());
      try (RawClient pad = RawClient.tcp(nodes.get(1).tcp())) {
        assertEquals(version, pad.login(nodes.tokens().token("cat"), "pad").getPrivacyVersion());
        ServerFrame asked = pad.call(let(Writers.WRITERS_UNSPECIFIED));
        assertEquals(Writers.WRITERS_NOBODY, asked.getPrivacy().getWhoMayWrite());
        assertEquals(version, asked.getPrivacy().getVersion());
      }
      assertTrue(phone.poll(Duration.ofMillis(300)).isEmpty(), "who asked has the answer");
    }
  }

  private static PrivacyChanged heard(RawClient device) {
    ServerFrame frame = device.next();
    assertTrue(frame.hasPrivacyChanged(), frame.toString());
    return frame.getPrivacyChanged();
  }

  @Test
  void whatIsWrongIsRefusedWithItsValue() {
    try (RawClient eve = nodes.login(0, "eve", "phone")) {
      assertError(ErrorCode.INVALID_ARGUMENT, "eve", eve.call(block("eve")));
      assertError(ErrorCode.INVALID_ARGUMENT, "eve", eve.call(unblock("eve")));
      for (String user : List.of("", "a b", "d/eve/fay", "*", "x".repeat(65))) {
        assertEquals(ErrorCode.INVALID_ARGUMENT, eve.call(block(user)).getError().getCode(), user);
        assertEquals(
            ErrorCode.INVALID_ARGUMENT, eve.call(unblock(user)).getError().getCode(), user);
      }
      assertError(ErrorCode.INVALID_ARGUMENT, "501", eve.call(blocked(0, 501)));
      assertError(ErrorCode.INVALID_ARGUMENT, "4294967295", eve.call(blocked(0, -1)));
      assertError(ErrorCode.INVALID_ARGUMENT, "18446744073709551615", eve.call(blocked(-1, 1)));
      assertError(
          ErrorCode.INVALID_ARGUMENT,
          "9",
          eve.call(
              ClientFrame.newBuilder()
                  .setSetPrivacy(SetPrivacy.newBuilder().setWhoMayWriteValue(9))));
      ServerFrame standing = eve.call(let(Writers.WRITERS_UNSPECIFIED));
      assertEquals(0, standing.getPrivacy().getVersion(), "nothing was changed");
      // Nobody knows which users there are.
      assertEquals(1, eve.call(block("nobody-knows")).getPrivacy().getBlocked());
    }
  }

  @Test
  void changesHaveARateOverAllDevices() {
    try (RawClient fay = nodes.login(0, "fay", "phone");
        RawClient pad = nodes.login(0, "fay", "pad")) {
      ServerFrame answer = fay.call(block("gil"));
      int taken = 0;
      while (answer.hasPrivacy() && taken++ < 1000) {
        answer = (taken % 2 == 0 ? fay : pad).call(block("gil"));
      }
      assertEquals(ErrorCode.RATE_LIMITED, answer.getError().getCode());
      assertTrue(answer.getError().getRetryAfterMs() > 0);
      assertTrue(taken >= 200, "taken: " + taken);
      assertTrue(fay.call(let(Writers.WRITERS_UNSPECIFIED)).hasPrivacy(), "to ask is no change");
      assertEquals(1, fay.call(blocked(0, 0)).getBlockedUsers().getUsersCount());
    }
  }

  @Test
  void whoIsBlockedNoLongerSeesWhetherTheUserIsThere() {
    try (RawClient hal = nodes.login(0, "hal", "phone");
        RawClient ida = nodes.login(1, "ida", "phone");
        RawClient jim = nodes.login(1, "jim", "phone")) {
      for (RawClient each : List.of(ida, jim)) {
        String conversation = each == ida ? "d/hal/ida" : "d/hal/jim";
        assertTrue(each.call(Requests.send(conversation, 1)).hasMessageAck());
        await().until(() -> seen(each).equals("hal [PLATFORM_OTHER]"));
        each.call(watch("hal"));
      }
      hal.call(block("ida"));
      assertEquals("hal []", news(ida));
      assertEquals("hal []", seen(ida));
      assertEquals("hal []", words(ida.call(watch("hal")).getPresences().getUsers(0)));
      assertEquals("hal [PLATFORM_OTHER]", seen(jim));
      Presence unknown = ida.call(fetch(List.of("hal"))).getPresences().getUsers(0);
      assertEquals(0, unknown.getLastSeenMs());
      assertTrue(hal.call(unblock("ida")).hasPrivacy());
      assertEquals("hal [PLATFORM_OTHER]", news(ida));
      assertEquals("hal [PLATFORM_OTHER]", seen(ida));
    }
  }

  private static String seen(RawClient by) {
    return words(by.call(fetch(List.of("hal"))).getPresences().getUsers(0));
  }

  private static String news(RawClient watcher) {
    while (true) {
      ServerFrame frame = watcher.next();
      if (frame.hasPresencePush()) {
        return words(frame.getPresencePush().getUsers(0));
      }
    }
  }

  @Test
  void afterTheAnswerOnOneNodeNothingPassesOnTheOther() {
    try (RawClient kim = nodes.login(0, "kim", "phone")) {
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<List<Long>> leo = CompletableFuture.supplyAsync(() -> writeUntil(over));
      try {
        for (int round = 0; round < ROUNDS; round++) {
          long before = head(kim);
          await().until(() -> head(kim) > before);
          assertTrue(kim.call(block("leo")).hasPrivacy());
          long head = head(kim);
          for (int i = 0; i < 5; i++) {
            assertEquals(head, head(kim), "round " + round);
          }
          assertTrue(kim.call(unblock("leo")).hasPrivacy());
        }
      } finally {
        over.set(true);
      }
      List<Long> acked = leo.join();
      assertEquals(head(kim), acked.size(), "each ack is one entry");
      assertEquals(acked.stream().sorted().distinct().toList(), acked);
    }
  }

  /** Gives the seqs of what was acked, in the order of the acks. */
  private static List<Long> writeUntil(AtomicBoolean over) {
    List<Long> acked = new ArrayList<>();
    try (RawClient leo = nodes.login(1, "leo", "phone")) {
      for (long number = 1; !over.get(); number++) {
        ServerFrame answer = leo.call(Requests.send("d/kim/leo", number));
        if (answer.hasMessageAck()) {
          acked.add(answer.getMessageAck().getSeq());
        } else if (answer.getError().getCode() == ErrorCode.RATE_LIMITED) {
          number--;
        } else {
          assertError(ErrorCode.NOT_ACCEPTED, "", answer);
        }
      }
    }
    return acked;
  }

  private static long head(RawClient kim) {
    ServerFrame page = kim.call(Requests.fetch("d/kim/leo", 0, 1));
    return page.hasMessagePage() ? page.getMessagePage().getHeadSeq() : -1;
  }

  private static void assertError(ErrorCode code, String value, ServerFrame answer) {
    assertEquals(code, answer.getError().getCode(), answer.toString());
    assertEquals(value, answer.getError().getValue());
  }
}
