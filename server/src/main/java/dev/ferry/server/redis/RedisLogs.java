package dev.ferry.server.redis;

import dev.ferry.server.message.MessageLog;
import dev.ferry.server.model.Durability;
import java.util.concurrent.ScheduledExecutorService;

/** Makes the {@link MessageLog} that fits the Redis at hand. */
public final class RedisLogs {
  private RedisLogs() {}

  /**
   * The bounds of logs and pages.
   *
   * @param window accepted client message ids kept for each device and conversation, at least
   * @param entriesMax entries kept in a log, at least
   * @param pageBytesMax stored bytes in one page
   */
  public record Limits(int window, int entriesMax, int pageBytesMax) {}

  /**
   * @param timer runs the sweep of publish notes, where there are any
   */
  public static MessageLog open(
      RedisLink link, Durability durability, Limits limits, ScheduledExecutorService timer) {
    // A Cluster's nodes have a run each, and its slots move: it cannot be fenced this way.
    boolean mayRollBack = durability == Durability.MEMORY || link.failsOver();
    boolean fenced = mayRollBack && !link.isCluster();
    AppendScript append =
        new AppendScript(
            link,
            new AppendScript.Settings(
                limits.window(), limits.entriesMax(), fenced, !link.isCluster()));
    PageScript page = new PageScript(link, limits.pageBytesMax());
    if (!link.isCluster()) {
      return new RedisMessageLog(append, page);
    }
    PublishNotes notes = new PublishNotes(link);
    notes.start(timer);
    return new ClusterMessageLog(append, page, new RedisConversationIndex(link), notes);
  }
}
