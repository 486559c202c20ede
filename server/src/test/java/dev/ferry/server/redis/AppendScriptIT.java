package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.ALICE;
import static dev.ferry.server.redis.RedisFixture.BOB;
import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.TALK;
import static dev.ferry.server.redis.RedisFixture.WINDOW;
import static dev.ferry.server.redis.RedisFixture.after;
import static dev.ferry.server.redis.RedisFixture.done;
import static dev.ferry.server.redis.RedisFixture.failure;
import static dev.ferry.server.redis.RedisFixture.id;
import static dev.ferry.server.redis.RedisFixture.ofSession;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.device.DeviceSessions;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Cursor;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Progress;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendScriptIT {
  private static final DeviceId TABLET = new DeviceId("tablet");

  @TempDir Path data;

  @Test
  void seqIsDenseFromOneInOneEpoch() {
    try (RedisFixture redis = fixture(Durability.DISK)) {
      List<Accepted> places =
          LongStream.rangeClosed(1, 5).mapToObj(n -> redis.append(PHONE, n, "text")).toList();
      assertEquals(List.of(1L, 2L, 3L, 4L, 5L), places.stream().map(Accepted::seq).toList());
      assertEquals(1, places.stream().map(Accepted::epoch).distinct().count());
    }
  }

  @Test
  void duplicateSendReturnsSamePlaceWhateverOthersWriteMeanwhile() {
    try (RedisFixture redis = fixture(Durability.DISK)) {
      Accepted first = redis.append(PHONE, 1, "once");
      for (int n = 0; n < 10 * WINDOW; n++) {
        redis.append(TABLET, n, "noise");
      }
      assertEquals(first, redis.append(PHONE, 1, "once"));
      assertEquals(10 * WINDOW + 1, head(redis).seq());
    }
  }

  @Test
  void acceptedIdsOfADeviceAreKeptForAWindowAndBounded() {
    try (RedisFixture redis = fixture(Durability.DISK)) {
      Accepted oldestKept = null;
      for (long n = 1; n <= 10 * WINDOW; n++) {
        Accepted place = redis.append(PHONE, n, "text");
        if (n == 9 * WINDOW + 1) {
          oldestKept = place;
        }
      }
      assertEquals(oldestKept, redis.append(PHONE, 9 * WINDOW + 1, "text"));
      long kept = 0;
      for (byte[] key : List.of(accepted(""), accepted(":before"))) {
        kept += done(redis.link.commands().hlen(key)) - 1;
      }
      assertTrue(kept > WINDOW && kept <= 2 * WINDOW, "kept: " + kept);
    }
  }

  @Test
  void acceptedIdsLiveOnWithTheirDevice() {
    try (RedisFixture redis = fixture(Durability.DISK)) {
      redis.append(PHONE, 1, "text");
      done(redis.link.commands().expire(accepted(""), 60));
      for (long n = 2; n <= WINDOW; n++) {
        redis.append(PHONE, n, "text");
      }
      for (byte[] key : List.of(accepted(""), accepted(":before"))) {
        assertTrue(done(redis.link.commands().ttl(key)) > 60, new String(key, UTF_8));
      }
    }
  }

  /** The predecessor is the first id of a window, and the send the first of the next one. */
  @Test
  void predecessorOfTheWindowBeforeIsKnown() {
    try (RedisFixture redis = fixture(Durability.DISK)) {
      for (long n = 1; n < 2 * WINDOW; n++) {
        redis.append(PHONE, n, "text");
      }
      assertEquals(2 * WINDOW, done(redis.log.append(after(id(WINDOW), 2 * WINDOW))).seq());
      assertEquals(2 * WINDOW + 1, done(redis.log.append(after(id(WINDOW), 2 * WINDOW + 1))).seq());
      assertEquals(WINDOW, done(redis.log.append(after(null, WINDOW))).seq());
    }
  }

  @Test
  void sendIsAppendedOnlyBehindItsPredecessor() {
    try (RedisFixture redis = fixture(Durability.DISK)) {
      RefusedException refused =
          assertInstanceOf(RefusedException.class, failure(redis.log.append(after(id(1), 2))));
      assertEquals(Reason.OUT_OF_ORDER, refused.reason());
      done(redis.log.append(after(null, 1)));
      assertEquals(2, done(redis.log.append(after(id(1), 2))).seq());
    }
  }

  @Test
  void abandonedSessionAppendsNothingOnceALaterOneHas() {
    try (RedisFixture redis = fixture(Durability.DISK)) {
      Accepted first = done(redis.log.append(ofSession(1, 1)));
      done(redis.log.append(ofSession(2, 2)));
      RefusedException refused =
          assertInstanceOf(RefusedException.class, failure(redis.log.append(ofSession(1, 3))));
      assertEquals(Reason.SESSION_REPLACED, refused.reason());
      assertEquals(first, done(redis.log.append(ofSession(1, 1))));
      assertEquals(3, done(redis.log.append(ofSession(2, 3))).seq());
    }
  }

  @Test
  void laterSessionsOfADeviceHaveHigherStamps() {
    try (RedisFixture redis = fixture(Durability.DISK)) {
      long future = 1L << 52;
      done(
          redis
              .link
              .commands()
              .hset(Keys.devices(ALICE), Keys.bytes("phone"), Keys.bytes(String.valueOf(future))));
      assertEquals(future + 1, redis.open(ALICE, PHONE, 0, 1).stamp());
      assertEquals(future + 2, redis.open(ALICE, PHONE, 0, 1).stamp());
      DeviceSessions.Opened other = redis.open(ALICE, TABLET, 0, 1);
      assertTrue(other.stamp() < future);
      assertEquals(other.stamp() / 1000, other.timeMs(), "the clock of Redis, which messages have");
    }
  }

  @Test
  void devicesOfAUserAreRememberedInABoundedNumber() {
    try (RedisFixture redis = fixture(Durability.DISK)) {
      for (int n = 0; n < 250; n++) {
        redis.open(ALICE, new DeviceId("device-" + n), 0, 1);
      }
      assertTrue(done(redis.link.commands().hlen(Keys.devices(ALICE))) <= 200);
    }
  }

  private static Head head(Accepted place, Progress progress) {
    return new Head(TALK, place.epoch(), place.seq(), place.timeMs(), false, progress);
  }

  @Test
  void bothUsersFindTheConversationInTheirIndexes() {
    try (RedisFixture redis = fixture(Durability.DISK)) {
      Accepted place = redis.append(PHONE, 1, "text");
      Cursor sent = new Cursor(1, 1, 1);
      Progress ofAlice = new Progress(1, sent, Cursor.NONE);
      Progress ofBob = new Progress(1, Cursor.NONE, sent);
      assertEquals(List.of(head(place, ofAlice)), redis.headsOf(ALICE));
      assertEquals(List.of(head(place, ofBob)), redis.headsOf(BOB));
    }
  }

  @Test
  void lostLogGetsAHigherEpochAndIsIndexedAgain() {
    try (RedisFixture redis = fixture(Durability.DISK)) {
      Accepted before = redis.append(PHONE, 1, "text");
      done(redis.link.commands().flushall());
      Accepted after = redis.append(PHONE, 2, "text");
      assertEquals(1, after.seq());
      assertTrue(after.epoch() > before.epoch());
      assertEquals(after.epoch(), head(redis).epoch());
    }
  }

  @Test
  void restartKeepsEveryAckedMessageAndItsEpochOnDisk() {
    try (RedisFixture redis = fixture(Durability.DISK)) {
      Accepted before = redis.append(PHONE, 1, "text");
      redis.restartRedis();
      awaitAnswer(redis);
      assertEquals(before, redis.append(PHONE, 1, "text"));
      Accepted next = redis.append(PHONE, 2, "text");
      assertEquals(2, next.seq());
      assertEquals(before.epoch(), next.epoch());
    }
  }

  @Test
  void restartStartsANewEpochWhereMemoryMayHaveRolledBack() {
    try (RedisFixture redis = fixture(Durability.MEMORY)) {
      Accepted before = redis.append(PHONE, 1, "text");
      assertEquals(before.epoch(), redis.append(PHONE, 2, "text").epoch());
      redis.restartRedis();
      awaitAnswer(redis);
      Accepted after = redis.append(PHONE, 3, "text");
      assertEquals(3, after.seq());
      assertTrue(after.epoch() > before.epoch());
      assertEquals(after.epoch(), redis.append(PHONE, 4, "text").epoch());
    }
  }

  @Test
  void messageCostsOneCommandAndAPublishForEachUser() {
    try (RedisFixture redis = fixture(Durability.DISK)) {
      redis.append(PHONE, 0, "loads the script and opens the log");
      done(redis.link.commands().configResetstat());
      for (int n = 1; n <= 10; n++) {
        redis.append(PHONE, n, "text");
      }
      String stats = done(redis.link.commands().info("commandstats"));
      assertEquals(10, RedisFixture.calls(stats, "evalsha"));
      assertEquals(10, RedisFixture.calls(stats, "xadd"));
      assertEquals(20, RedisFixture.calls(stats, "spublish"));
      assertEquals(0, RedisFixture.calls(stats, "eval"));
    }
  }

  private RedisFixture fixture(Durability durability) {
    return new RedisFixture(data, durability, 1000);
  }

  private static Head head(RedisFixture redis) {
    return redis.headsOf(ALICE).get(0);
  }

  private static void awaitAnswer(RedisFixture redis) {
    await().ignoreExceptions().until(() -> done(redis.link.commands().ping()).equals("PONG"));
  }

  private static byte[] accepted(String window) {
    return Keys.bytes(new String(Keys.accepted(TALK, ALICE, PHONE), UTF_8) + window);
  }
}
