package dev.ferry.server.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
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

  private Batch(
      StatefulConnection<byte[], byte[]> connection,
      RedisClusterAsyncCommands<byte[], byte[]> commands,
      Supplier<Optional<Executor>> turn) {
    this.connection = connection;
    this.commands = commands;
    this.turn = turn;
  }

  /**
   * Commands that leave at the end of a turn.
   *
   * @param connection nobody else's; it no longer sends by itself
   * @param turn the event loop that the calling thread belongs to, whose tasks run after what it is
   *     doing now
   */
  static Batch ofTurns(
      StatefulRedisConnection<byte[], byte[]> connection, Supplier<Optional<Executor>> turn) {
    connection.setAutoFlushCommands(false);
    return new Batch(connection, connection.async(), turn);
  }

  /**
   * Commands that leave at once: a Cluster's connection sends one again, to another node or to one
   * that is only being connected, at a moment that nobody could flush after.
   */
  static Batch ofOne(StatefulRedisClusterConnection<byte[], byte[]> connection) {
    return new Batch(connection, connection.async(), Optional::empty);
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
