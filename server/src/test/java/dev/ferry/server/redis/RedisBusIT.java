package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.BOB;
import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.UserId;
import io.lettuce.core.KillArgs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisBusIT {
  /** Three times what may wait on one of the fixture's connections. */
  private static final int USERS = 3000;

  @TempDir Path data;

  @Test
  void busOfMoreUsersThanMayWaitComesBackAtOneStroke() {
    try (RedisFixture redis = new RedisFixture(data, Durability.DISK, 1000)) {
      Heard heard = new Heard();
      try (RedisBus bus = new RedisBus(redis.link, heard, redis.timer)) {
        bus.start(Duration.ofSeconds(10));
        for (int n = 0; n < USERS; n++) {
          done(bus.subscribe(new UserId("user" + n)));
        }
        done(bus.subscribe(BOB));
        done(redis.link.commands().clientKill(KillArgs.Builder.typePubsub()));
        await().until(() -> heard.interruptions.get() == 1 && bus.isConnected());
        Accepted place = redis.append(PHONE, 1, "after the outage");
        await().until(() -> heard.places().equals(List.of(place)));
        String clients = done(redis.link.commands().info("clients"));
        assertEquals(1, heard.interruptions.get(), clients);
      }
    }
  }

  @Test
  void repeatedSendIsHeardOnce() {
    try (RedisFixture redis = new RedisFixture(data, Durability.DISK, 1000)) {
      Heard heard = new Heard();
      try (RedisBus bus = new RedisBus(redis.link, heard, redis.timer)) {
        bus.start(Duration.ofSeconds(10));
        done(bus.subscribe(BOB));
        Accepted first = redis.append(PHONE, 1, "once");
        assertEquals(first, redis.append(PHONE, 1, "with other words"));
        Accepted second = redis.append(PHONE, 2, "then this");
        await().until(() -> heard.places().equals(List.of(first, second)));
        assertEquals("once", heard.entries.element().content().text());
      }
    }
  }
}
