package dev.ferry.server.message;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Appends to groups, a few of each at a time, so that a group that floods has a bounded share of
 * the way to Redis and nobody else's appends wait behind it (P8). What one event loop asks for
 * keeps its order: each has a lane of its own, and starts what waited there itself. Thread-safe: a
 * lane changes only under its entry of the map.
 */
final class FairAppends {
  private static final int UNDER_WAY_MAX = 16;
  private static final int WAITING_MAX = 512;
  private static final Duration RETRY_AFTER = Duration.ofMillis(500);

  private final MessageLog log;
  private final Supplier<Optional<Executor>> turn;
  private final Map<Key, Lane> lanes = new ConcurrentHashMap<>();

  private record Key(ConversationId group, Optional<Executor> loop) {}

  /** The appends of one group that one loop asked for. */
  private static final class Lane {
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int underWay;
  }

  private record Waiting(Key key, NewMessage message, CompletableFuture<Accepted> done) {}

  /**
   * @param turn the event loop that the calling thread belongs to, if any
   */
  FairAppends(MessageLog log, Supplier<Optional<Executor>> turn) {
    this.log = log;
    this.turn = turn;
  }

  /** As {@link MessageLog#append}; fails with {@code RATE_LIMITED} when too many wait. */
  CompletionStage<Accepted> append(NewMessage message) {
    Waiting mine =
        new Waiting(
            new Key(message.conversation(), turn.get()), message, new CompletableFuture<>());
    boolean[] now = new boolean[1];
    lanes.compute(
        mine.key(),
        (key, before) -> {
          Lane lane = before == null ? new Lane() : before;
          if (lane.underWay < UNDER_WAY_MAX && lane.waiting.isEmpty()) {
            lane.underWay++;
            now[0] = true;
          } else if (lane.waiting.size() < WAITING_MAX) {
            lane.waiting.add(mine);
          } else {
            mine.done()
                .completeExceptionally(
                    new RefusedException(
                        Reason.RATE_LIMITED,
                        "messages in " + key.group() + ": too many",
                        RETRY_AFTER));
          }
          return lane;
        });
    if (now[0]) {
      start(mine);
    }
    return mine.done();
  }

  /** How many groups and loops have appends here. */
  int lanes() {
    return lanes.size();
  }

  /**
   * Starts an append, and the following ones for as long as the log answers at once, as it does
   * when it is away: one inside the other they would need a deep stack.
   */
  private void start(Waiting first) {
    Waiting append = first;
    while (append != null) {
      Waiting started = append;
      CompletableFuture<Accepted> appended = ask(started.message());
      if (!appended.isDone()) {
        appended.whenComplete((accepted, failure) -> end(started, accepted, failure));
        return;
      }
      append = next(started.key());
      appended.whenComplete((accepted, failure) -> tell(started, accepted, failure));
    }
  }

  private CompletableFuture<Accepted> ask(NewMessage message) {
    try {
      return log.append(message).toCompletableFuture();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void end(Waiting append, @Nullable Accepted accepted, @Nullable Throwable failure) {
    try {
      // The next one first: whoever waits for this one may take long.
      Optional<Executor> loop = append.key().loop();
      if (loop.isEmpty() || loop.equals(turn.get())) {
        startNext(append.key());
      } else {
        loop.get().execute(() -> startNext(append.key()));
      }
    } finally {
      tell(append, accepted, failure);
    }
  }

  private void startNext(Key key) {
    Waiting next = next(key);
    if (next != null) {
      start(next);
    }
  }

  private static void tell(
      Waiting append, @Nullable Accepted accepted, @Nullable Throwable failure) {
    if (failure != null) {
      append.done().completeExceptionally(failure);
    } else {
      append.done().complete(accepted);
    }
  }

  /** The next one that may go; without one the place is free again. */
  private @Nullable Waiting next(Key key) {
    Waiting[] next = new Waiting[1];
    lanes.computeIfPresent(
        key,
        (same, lane) -> {
          next[0] = lane.waiting.poll();
          if (next[0] == null) {
            lane.underWay--;
          }
          return lane.underWay == 0 ? null : lane;
        });
    return next[0];
  }
}
