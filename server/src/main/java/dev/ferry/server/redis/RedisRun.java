package dev.ferry.server.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletionStage;

/** The id of a Redis process, new at each start. */
final class RedisRun {
  private RedisRun() {}

  static CompletionStage<String> current(RedisClusterAsyncCommands<byte[], byte[]> redis) {
    return redis.info("server").thenApply(info -> RedisInfo.field(info, "run_id"));
  }
}
