package dev.ferry.server.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletionStage;

/** The id of a Redis process, new at each start. */
final class RedisRun {
  private static final String FIELD = "run_id:";

  private RedisRun() {}

  static CompletionStage<String> current(RedisClusterAsyncCommands<byte[], byte[]> redis) {
    return redis
        .info("server")
        .thenApply(
            info -> {
              int start = info.indexOf(FIELD) + FIELD.length();
              return info.substring(start, info.indexOf('\r', start));
            });
  }
}
