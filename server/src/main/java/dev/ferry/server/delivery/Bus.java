package dev.ferry.server.delivery;

import dev.ferry.server.model.UserId;
import java.util.concurrent.CompletionStage;

/**
 * The channels that tell nodes of new log entries. Messages are hints: they may be missing, doubled
 * or late, and never block anything; the log is the truth. Calls return at once; those of one user
 * take effect in their order.
 */
public interface Bus {

  /**
   * Done once entries for this user that are published from now on reach the listener; fails when
   * Redis is away.
   */
  CompletionStage<Void> subscribe(UserId user);

  /** Entries for this user are no longer wanted. */
  void unsubscribe(UserId user);
}
