package dev.ferry.server.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A script that gives a seq, and therefore must know which run of Redis it talks to where a restart
 * may roll the log back. The run's id is part of the script's text: a Redis that has restarted
 * since does not have this script, refuses to run it, and the new run's id is fetched first. So no
 * (epoch, seq) is given twice, whichever node asks. Thread-safe.
 */
final class FencedScript {
  private final RedisClusterAsyncCommands<byte[], byte[]> redis;
  private final Batch batch;
  private final boolean fenced;
  private final String source;

  /**
   * Replaced when Redis turns out to have restarted; any thread, the last one wins and each is
   * right or refused.
   */
  private volatile Script bound;

  /**
   * @param fenced whether a restart of Redis may roll logs back
   */
  FencedScript(RedisLink link, String source, boolean fenced) {
    this.redis = link.commands();
    this.batch = link.batch();
    this.fenced = fenced;
    this.source = source;
    this.bound = Script.of(text(""), batch);
  }

  CompletionStage<List<Object>> run(byte[][] keys, byte[]... arguments) {
    return fenced ? runFenced(keys, arguments) : bound.run(keys, arguments);
  }

  private CompletionStage<List<Object>> runFenced(byte[][] keys, byte[]... arguments) {
    return bound
        .runIfLoaded(keys, arguments)
        .exceptionallyCompose(
            failure -> {
              if (!Script.isNotLoaded(failure)) {
                throw Failures.refusal(failure);
              }
              return load().thenCompose(fresh -> fresh.runIfLoaded(keys, arguments));
            });
  }

  /**
   * Asks for the run before and after loading: only if both agree was the script loaded into that
   * run.
   */
  private CompletionStage<Script> load() {
    return RedisRun.current(redis)
        .thenCompose(
            before ->
                redis
                    .scriptLoad(text(before))
                    .thenCompose(digest -> RedisRun.current(redis))
                    .thenApply(
                        after -> {
                          if (!after.equals(before)) {
                            throw new RedisException("redis restarted meanwhile");
                          }
                          Script fresh = Script.of(text(before), batch);
                          bound = fresh;
                          return fresh;
                        }));
  }

  private String text(String run) {
    return "local run = '" + run + "'\n" + source;
  }
}
