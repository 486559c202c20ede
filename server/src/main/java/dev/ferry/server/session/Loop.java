package dev.ferry.server.session;

import java.time.Duration;
import java.util.concurrent.Executor;

/** An event loop: one thread that owns some connections and runs tasks in their order. */
public interface Loop extends Executor {

  /** Whether the calling thread is this loop's. */
  boolean isCurrent();

  /**
   * Runs a task after the loop has looked at its sockets and done what else waits for it, and gives
   * way to other threads; on the loop only. Long work takes its turns this way, so that everybody
   * else's comes in between (P8).
   */
  void later(Runnable task);

  /** Runs a task on this loop after a while. Any thread. */
  void after(Duration delay, Runnable task);
}
