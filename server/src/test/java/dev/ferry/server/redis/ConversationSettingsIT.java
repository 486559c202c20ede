package dev.ferry.server.redis;

import dev.ferry.server.model.Durability;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On a single Redis. */
class ConversationSettingsIT extends ConversationSettingsContract {
  @TempDir static Path data;
  private static RedisFixture redis;

  @BeforeAll
  static void start() {
    redis = new RedisFixture(data, Durability.MEMORY, 1000);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Override
  RedisLink link() {
    return redis.link;
  }

  @Override
  ScheduledExecutorService timer() {
    return redis.timer;
  }
}
