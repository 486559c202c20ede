package dev.ferry.server.redis;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Sends what is queued for a connection at the end of a turn: what one turn of an event loop
 * brought goes to Redis in one write. Nothing waits for more to come. On threads that have no turns
 * it is sent at once. Thread-safe.
 */
final class TurnEnd {
  private final Runnable flush;
  private final Supplier<Optional<Executor>> turn;

  /** Whether some loop has yet to send what was queued until then. */
  private final AtomicBoolean due = new AtomicBoolean();

  /**
   * @param turn the event loop that the calling thread belongs to, whose tasks run after what it is
   *     doing now; or always the same one, where what several threads queue must leave in order
   */
  TurnEnd(Runnable flush, Supplier<Optional<Executor>> turn) {
    this.flush = flush;
    this.turn = turn;
  }

  /** For a connection that sends by itself. */
  static TurnEnd none() {
    return new TurnEnd(() -> {}, Optional::empty);
  }

  /** Something was queued. */
  void queued() {
    Optional<Executor> loop = turn.get();
    if (loop.isEmpty()) {
      flush.run();
    } else if (due.compareAndSet(false, true)) {
      loop.get()
          .execute(
              () -> {
                due.set(false);
                flush.run();
              });
    }
  }
}
