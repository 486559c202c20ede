package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * {@code receipts_changed.lua}: tells groups that receipts changed once a second at most, the last
 * change included. Whoever moved a cursor within a second of the last event tries again when that
 * is over; of several nodes that do, one finds something to tell. Beyond the limit of groups, and
 * when this node dies before, the group is told at its next move. Any thread.
 */
final class ReceiptsNews {
  /** Between two events of a group. */
  static final byte[] INTERVAL_MS = bytes(1000);

  private static final int WAITING_MAX = 10_000;

  private final Script script;
  private final ScheduledExecutorService timer;

  /** Groups that have yet to be told by this node. Any thread. */
  private final Set<ConversationId> waiting = ConcurrentHashMap.newKeySet();

  ReceiptsNews(RedisLink link, ScheduledExecutorService timer) {
    this.script = Script.named("receipts_changed", link.batch());
    this.timer = timer;
  }

  /** Tells the group in so many milliseconds, or as soon as it may be told. */
  void tell(ConversationId group, long inMs) {
    if (waiting.size() >= WAITING_MAX || !waiting.add(group)) {
      return;
    }
    try {
      timer.schedule(() -> tell(group), inMs, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The node is leaving.
      waiting.remove(group);
    }
  }

  private void tell(ConversationId group) {
    // Before it is asked: a move after the answer must find its own way in.
    waiting.remove(group);
    script
        .run(new byte[][] {Keys.meta(group), Keys.channel(group)}, INTERVAL_MS)
        .thenAccept(
            reply -> {
              long wait = Reply.number(reply.get(0));
              if (wait > 0) {
                tell(group, wait);
              }
            });
  }
}
