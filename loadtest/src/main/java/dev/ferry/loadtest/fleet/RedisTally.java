package dev.ferry.loadtest.fleet;

import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.redis.RespConnection;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What several Redis processes have counted, those included that are gone: what was last seen of
 * them. Any thread.
 */
final class RedisTally {
  /** By process id; guarded by this. */
  private final Map<Long, RedisCounters> seen = new HashMap<>();

  /** Asks those that live, and adds up all that was ever seen. */
  synchronized RedisCounters of(List<EmbeddedRedis> servers) {
    long memory = 0;
    for (EmbeddedRedis server : servers) {
      String info = server.isAlive() ? info(server) : "";
      if (!info.isEmpty()) {
        RedisCounters now = RedisCounters.parse(info);
        memory += now.memoryBytes();
        seen.put(server.pid(), now);
      }
    }
    RedisCounters all = RedisCounters.NONE;
    for (RedisCounters each : seen.values()) {
      all = all.plus(each);
    }
    return new RedisCounters(all.commands(), all.bytesIn(), all.bytesOut(), memory);
  }

  /** {@code INFO everything}; empty when it does not answer. */
  static String info(EmbeddedRedis redis) {
    try (RespConnection connection = redis.connect()) {
      return connection.ask("INFO", "everything");
    } catch (IOException e) {
      return "";
    }
  }

  static String version(EmbeddedRedis redis) {
    return info(redis)
        .lines()
        .filter(line -> line.startsWith("redis_version:"))
        .map(line -> line.substring("redis_version:".length()).strip())
        .findFirst()
        .orElse("?");
  }
}
