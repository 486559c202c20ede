package dev.ferry.server.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Commands that leave together: those which one turn of an event loop brought go to Redis in one
 * write, at the turn's end. Nothing waits for more to come. On other threads each leaves at once.
 * Thread-safe.
 */
final class Batch {
  private final StatefulConnection<byte[], byte[]> connection;
  private final RedisClusterAsyncCommands<byte[], byte[]> commands;
  private final Supplier<Optional<Executor>> turn;

  /** Whether some loop has yet to send what was queued until then. */
  private final AtomicBoolean due = new AtomicBoolean();

  /**
   * @param connection nobody else's; it no longer sends by itself
   * @param turn the event loop that the calling thread belongs to, whose tasks run after what it is
   *     doing now
   */
  Batch(
      StatefulConnection<byte[], byte[]> connection,
      RedisClusterAsyncCommands<byte[], byte[]> commands,
      Supplier<Optional<Executor>> turn) {
    this.connection = connection;
    this.commands = commands;
    this.turn = turn;
    connection.setAutoFlushCommands(false);
  }

  /** Queues commands; {@link #leave} must follow. */
  RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return commands;
  }

  /** Sends what is queued, at the end of this turn. */
  void leave() {
    Optional<Executor> loop = turn.get();
    if (loop.isEmpty()) {
      connection.flushCommands();
    } else if (due.compareAndSet(false, true)) {
      loop.get()
          .execute(
              () -> {
                due.set(false);
                connection.flushCommands();
              });
    }
  }
}
