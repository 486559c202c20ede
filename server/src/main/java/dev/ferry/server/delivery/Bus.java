package dev.ferry.server.delivery;

import java.util.concurrent.CompletionStage;

/**
 * The channels that tell nodes of new log entries. Messages are hints: they may be missing, doubled
 * or late, and never block anything; the log is the truth. Calls return at once; those of one topic
 * take effect in their order.
 */
public interface Bus {

  /**
   * Done once entries of this topic that are published from now on reach the listener; fails when
   * Redis is away.
   */
  CompletionStage<Void> subscribe(Topic topic);

  /** Entries of this topic are no longer wanted. */
  void unsubscribe(Topic topic);
}
