package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.calls;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.server.model.Durability;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks on a single Redis, where each change is one script. */
class PrivacyIT extends PrivacyContract {
  @TempDir static Path data;
  private static RedisFixture fixture;
  private static RedisStore other;

  @BeforeAll
  static void start() {
    fixture = new RedisFixture(data, Durability.DISK, 1000);
    other =
        RedisStore.open(
            fixture.link, Durability.DISK, RedisFixture.limits(1000, 50, 500), fixture.timer);
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Override
  RedisLink link() {
    return fixture.link;
  }

  @Override
  RedisStore store() {
    return fixture.store;
  }

  @Override
  RedisStore other() {
    return other;
  }

  @Override
  ScheduledExecutorService timer() {
    return fixture.timer;
  }

  /** The other HGET is for the accepted ids of the window before. */
  @Test
  void anAppendReadsWhoMayWriteWithOneCommandMore() {
    saying().say(ben, "one");
    saying().say(ben, "two");
    String before = stats();
    saying().say(ben, "three");
    String after = stats();
    assertEquals(2, calls(after, "hget") - calls(before, "hget"));
    assertEquals(2, calls(after, "hmget") - calls(before, "hmget"));
    assertEquals(1, calls(after, "evalsha") - calls(before, "evalsha"));
    block(ben);
    before = stats();
    assertRefused(dev.ferry.server.model.RefusedException.Reason.NOT_ACCEPTED, sending(ben, ann));
    after = stats();
    assertEquals(2, calls(after, "hget") - calls(before, "hget"));
    assertEquals(2, calls(after, "hmget") - calls(before, "hmget"));
    assertEquals(0, calls(after, "hset") - calls(before, "hset"));
  }

  @Test
  void theLoginHasTheVersion() {
    assertEquals(0, fixture.open(ann, RedisFixture.PHONE, 0, 50).privacyVersion());
    long version = block(ben).version();
    assertEquals(version, fixture.open(ann, RedisFixture.PHONE, 0, 50).privacyVersion());
  }

  private static String stats() {
    return done(fixture.link.commands().info("commandstats"));
  }
}
