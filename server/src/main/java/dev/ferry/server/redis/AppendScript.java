package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code append.lua}: one message into its log. On a single Redis the script also fills the indexes
 * of both users and publishes; in a Cluster, whose scripts reach one slot only, it leaves a publish
 * note instead.
 *
 * <p>Where a restart of Redis may roll the log back ({@link Durability#MEMORY}), the script must
 * know which run of Redis it talks to. The run's id is therefore part of the script's text: a Redis
 * that has restarted since does not have this script, refuses to run it, and the new run's id is
 * fetched first. So no (epoch, seq) is given twice, whichever node asks.
 */
final class AppendScript {
  private static final long ACCEPTED_KEPT_SECONDS = 400L * 24 * 60 * 60;

  private final RedisClusterAsyncCommands<byte[], byte[]> redis;
  private final Batch batch;
  private final Settings settings;
  private final String source = Script.read("append");

  /**
   * Replaced when Redis turns out to have restarted; any thread, the last one wins and each is
   * right or refused.
   */
  private volatile Bound bound;

  /**
   * @param window accepted client message ids kept for each device and conversation, at least (P2)
   * @param entriesMax entries kept in a log, at least
   * @param fenced whether a restart of Redis may roll logs back
   * @param publishing whether the script reaches every key of this Redis
   */
  record Settings(int window, int entriesMax, boolean fenced, boolean publishing) {}

  /**
   * @param fresh false when the log had this message already; what it has then is the first send's
   */
  record Appended(Accepted place, boolean fresh) {}

  private record Bound(String run, Script script) {}

  AppendScript(RedisLink link, Settings settings) {
    this.redis = link.commands();
    this.batch = link.batch();
    this.settings = settings;
    this.bound = bind("");
  }

  CompletionStage<Appended> append(NewMessage message, byte[] stored) {
    byte[][] keys = keys(message);
    return settings.fenced()
        ? appendFenced(message, keys, stored)
        : bound.script().run(keys, arguments(message, stored, "")).thenApply(AppendScript::result);
  }

  private CompletionStage<Appended> appendFenced(NewMessage message, byte[][] keys, byte[] stored) {
    Bound now = bound;
    return now.script()
        .runIfLoaded(keys, arguments(message, stored, now.run()))
        .exceptionallyCompose(
            failure -> {
              if (!Script.isNotLoaded(failure)) {
                throw Failures.refusal(failure);
              }
              return load()
                  .thenCompose(
                      fresh ->
                          fresh
                              .script()
                              .runIfLoaded(keys, arguments(message, stored, fresh.run())));
            })
        .thenApply(AppendScript::result);
  }

  /**
   * Asks for the run before and after loading: only if both agree was the script loaded into that
   * run.
   */
  private CompletionStage<Bound> load() {
    return RedisRun.current(redis)
        .thenCompose(
            before -> {
              Bound fresh = bind(before);
              return redis
                  .scriptLoad(text(before))
                  .thenCompose(digest -> RedisRun.current(redis))
                  .thenApply(
                      after -> {
                        if (!after.equals(before)) {
                          throw new io.lettuce.core.RedisException("redis restarted meanwhile");
                        }
                        bound = fresh;
                        return fresh;
                      });
            });
  }

  private Bound bind(String run) {
    return new Bound(run, Script.of(text(run), batch));
  }

  private String text(String run) {
    return settings.fenced() ? "-- for run " + run + "\n" + source : source;
  }

  private byte[][] keys(NewMessage message) {
    List<byte[]> keys = new ArrayList<>();
    keys.add(Keys.log(message.conversation()));
    keys.add(Keys.meta(message.conversation()));
    keys.add(Keys.accepted(message.conversation(), message.sender(), message.device()));
    if (settings.publishing()) {
      for (UserId member : message.conversation().members()) {
        keys.add(Keys.index(member));
        keys.add(Keys.channel(member));
      }
    } else {
      keys.add(Keys.notes(Keys.bucket(message.conversation())));
    }
    return keys.toArray(byte[][]::new);
  }

  private byte[][] arguments(NewMessage message, byte[] stored, String run) {
    return new byte[][] {
      message.id().bytes(),
      message.after() == null ? new byte[0] : message.after().bytes(),
      stored,
      bytes(String.valueOf(settings.window())),
      bytes(String.valueOf(settings.entriesMax())),
      bytes(message.conversation().value()),
      bytes(settings.publishing() ? "publish" : "note"),
      bytes(run),
      bytes(String.valueOf(ACCEPTED_KEPT_SECONDS)),
      bytes(String.valueOf(message.session()))
    };
  }

  private static Appended result(List<Object> reply) {
    return switch (Reply.text(reply.get(0))) {
      case "accepted" -> new Appended(Reply.accepted(reply, 1), true);
      case "known" -> new Appended(Reply.accepted(reply, 1), false);
      case "out_of_order" ->
          throw new RefusedException(
              Reason.OUT_OF_ORDER,
              "after: not in the log (expected: resend from the first unacked)");
      case "replaced" ->
          throw new RefusedException(
              Reason.SESSION_REPLACED, "a later session of this device has sent here");
      default -> throw new IllegalStateException("append.lua returned " + reply);
    };
  }
}
