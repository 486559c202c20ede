package dev.ferry.server.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Commands that leave together, as {@link TurnEnd} says. Thread-safe. */
final class Batch {
  private final RedisClusterAsyncCommands<byte[], byte[]> commands;
  private final TurnEnd end;

  private Batch(RedisClusterAsyncCommands<byte[], byte[]> commands, TurnEnd end) {
    this.commands = commands;
    this.end = end;
  }

  /**
   * Commands that leave at the end of a turn.
   *
   * @param connection nobody else's; it no longer sends by itself
   * @param turn as of {@link TurnEnd}
   */
  static Batch ofTurns(
      StatefulRedisConnection<byte[], byte[]> connection, Supplier<Optional<Executor>> turn) {
    connection.setAutoFlushCommands(false);
    return new Batch(connection.async(), new TurnEnd(connection::flushCommands, turn));
  }

  /**
   * Commands that leave at once: a Cluster's connection sends one again, to another node or to one
   * that is only being connected, at a moment that nobody could flush after.
   */
  static Batch ofOne(StatefulRedisClusterConnection<byte[], byte[]> connection) {
    return new Batch(connection.async(), TurnEnd.none());
  }

  /** Queues commands; {@link #leave} must follow. */
  RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return commands;
  }

  /** Sends what is queued, at the end of this turn. */
  void leave() {
    end.queued();
  }
}
