package dev.ferry.server.redis;

import dev.ferry.server.model.Durability;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a Redis can keep what the configured durability promises. Asked once, at start; blocks
 * for a few round trips.
 */
public final class Fitness {
  private static final int MAJOR_MIN = 7;

  private static final Logger LOG = LoggerFactory.getLogger(Fitness.class);

  private Fitness() {}

  /**
   * @throws RedisUnfitException when it cannot; the message says what to change
   * @throws RedisUnavailableException when Redis does not answer
   */
  public static void check(RedisLink link, Durability durability) {
    RedisClusterAsyncCommands<byte[], byte[]> redis = link.commands();
    checkVersion(join(redis.info("server")));
    if (durability == Durability.MEMORY && link.isCluster()) {
      throw new RedisUnfitException(
          "durability: memory (expected: disk with a Redis Cluster, whose restarts cannot be told apart)");
    }
    if (durability == Durability.DISK) {
      String otherwise = ", or start Ferry with redis.durability = memory";
      expect(redis, "appendonly", "yes", otherwise);
      expect(redis, "appendfsync", "always", otherwise);
    }
    expect(redis, "maxmemory-policy", "noeviction", "");
    if (link.failsOver()) {
      LOG.warn(
          "this Redis can fail over to a replica, which may lack the last acked messages: they are kept over"
              + " restarts of a primary only");
    }
  }

  private static void checkVersion(String info) {
    String version = RedisInfo.field(info, "redis_version");
    if (Integer.parseInt(version.substring(0, version.indexOf('.'))) < MAJOR_MIN) {
      throw new RedisUnfitException("redis version: " + version + " (expected: >= 7.0)");
    }
  }

  private static void expect(
      RedisClusterAsyncCommands<byte[], byte[]> redis,
      String setting,
      String expected,
      String otherwise) {
    Map<String, String> found = join(redis.configGet(setting));
    String value = found.getOrDefault(setting, "unknown");
    if (!value.equals(expected)) {
      throw new RedisUnfitException(
          "redis setting "
              + setting
              + ": "
              + value
              + " (expected: "
              + expected
              + "; set it in redis.conf"
              + otherwise
              + ")");
    }
  }

  private static <T> T join(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new RedisUnavailableException(e.getCause() == null ? e : e.getCause());
    }
  }
}
