package dev.ferry.server.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Commands that leave together, as {@link TurnEnd} says. Thread-safe. */
final class Batch {
  private final Supplier<Optional<Executor>> turn;

  /** By the event loop that asks; fixed. */
  private final Map<? extends Executor, Lane> ofLoops;

  private final Lane ofOthers;

  private record Lane(RedisClusterAsyncCommands<byte[], byte[]> commands, TurnEnd end) {}

  private Batch(
      Supplier<Optional<Executor>> turn, Map<? extends Executor, Lane> ofLoops, Lane ofOthers) {
    this.turn = turn;
    this.ofLoops = ofLoops;
    this.ofOthers = ofOthers;
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
    Lane lane = new Lane(connection.async(), new TurnEnd(connection::flushCommands, turn));
    return new Batch(turn, Map.of(), lane);
  }

  /**
   * Commands that leave at the end of a loop's turn on the loop's own connection, so that neither
   * they nor their answers change threads. From threads that have no turns they leave at once.
   *
   * @param connections nobody else's, as above
   * @param ofOthers sends by itself
   */
  static Batch ofLoops(
      Map<? extends Executor, StatefulRedisConnection<byte[], byte[]>> connections,
      StatefulRedisConnection<byte[], byte[]> ofOthers,
      Supplier<Optional<Executor>> turn) {
    Map<Executor, Lane> lanes = new IdentityHashMap<>();
    connections.forEach((loop, connection) -> lanes.put(loop, ofTurns(connection, turn).ofOthers));
    return new Batch(turn, lanes, new Lane(ofOthers.async(), TurnEnd.none()));
  }

  /**
   * Commands that leave at once: a Cluster's connection sends one again, to another node or to one
   * that is only being connected, at a moment that nobody could flush after.
   */
  static Batch ofOne(StatefulRedisClusterConnection<byte[], byte[]> connection) {
    Lane lane = new Lane(connection.async(), TurnEnd.none());
    return new Batch(Optional::empty, Map.of(), lane);
  }

  /** Queues commands; {@link #leave}, on the same thread, must follow. */
  RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return lane().commands();
  }

  /** Sends what is queued, at the end of this turn. */
  void leave() {
    lane().end().queued();
  }

  private Lane lane() {
    if (ofLoops.isEmpty()) {
      return ofOthers;
    }
    Optional<Executor> loop = turn.get();
    return loop.isEmpty() ? ofOthers : ofLoops.getOrDefault(loop.get(), ofOthers);
  }
}
