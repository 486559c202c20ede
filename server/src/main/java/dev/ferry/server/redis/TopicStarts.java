package dev.ferry.server.redis;

import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Begins subscriptions of one bus connection: at once as a rule, and in turn when more are wanted
 * than may be under way, as when thousands log in who bring hundreds of groups each. Thread-safe.
 */
final class TopicStarts {
  /** Topics that may wait; whoever wants one beyond has to come again. */
  private static final int WAITING_MAX = 200_000;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int underWayMax;
  private final TurnEnd turns;
  private final Function<Topic, CompletionStage<Void>> askIfWanted;
  private final Executor timer;

  /** First come first; at most {@link #WAITING_MAX}. Guarded by this. */
  private final Queue<Start> waiting = new ArrayDeque<>();

  /** Asked for and not answered. Guarded by this. */
  private int underWay;

  /** Whether the connection is gone. Guarded by this. */
  private boolean ended;

  /** Whether {@link #next} is to come. */
  private final AtomicBoolean due = new AtomicBoolean();

  private record Start(Topic topic, CompletableFuture<Void> done) {}

  /**
   * @param underWayMax subscriptions that may be under way at once
   * @param turns sends what the connection was asked
   * @param askIfWanted asks the connection for a topic that has waited, unless it was left since
   * @param timer a single thread; drops what comes after its end
   */
  TopicStarts(
      int underWayMax,
      TurnEnd turns,
      Function<Topic, CompletionStage<Void>> askIfWanted,
      Executor timer) {
    this.underWayMax = underWayMax;
    this.turns = turns;
    this.askIfWanted = askIfWanted;
    this.timer = timer;
  }

  /**
   * Begins a subscription, now or when its turn comes.
   *
   * @param ask asks the connection for the topic, which the caller has just made wanted; called on
   *     this thread, or not at all
   */
  CompletionStage<Void> add(Topic topic, Function<Topic, CompletionStage<Void>> ask) {
    synchronized (this) {
      if (ended) {
        return CompletableFuture.failedStage(gone());
      }
      if (underWay == underWayMax || !waiting.isEmpty()) {
        return await(topic);
      }
      underWay++;
    }
    CompletionStage<Void> asked = ask.apply(topic).whenComplete((done, failure) -> answered());
    turns.queued();
    return asked;
  }

  /** Under this. */
  private CompletionStage<Void> await(Topic topic) {
    if (waiting.size() == WAITING_MAX) {
      return CompletableFuture.failedStage(
          new RefusedException(
              Reason.UNAVAILABLE, WAITING_MAX + " channels wait to be subscribed", RETRY_AFTER));
    }
    Start start = new Start(topic, new CompletableFuture<>());
    waiting.add(start);
    return start.done();
  }

  private void answered() {
    boolean more;
    synchronized (this) {
      underWay--;
      more = !waiting.isEmpty();
    }
    if (more && due.compareAndSet(false, true)) {
      timer.execute(this::next);
    }
  }

  /** Timer's thread. */
  private void next() {
    due.set(false);
    for (Start start = poll(); start != null; start = poll()) {
      CompletableFuture<Void> waited = start.done();
      askIfWanted
          .apply(start.topic())
          .whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  waited.complete(done);
                } else {
                  waited.completeExceptionally(failure);
                }
                answered();
              });
    }
    turns.queued();
  }

  /** The next whose turn has come, if any. */
  private synchronized @Nullable Start poll() {
    Start next = underWay < underWayMax ? waiting.poll() : null;
    if (next != null) {
      underWay++;
    }
    return next;
  }

  /** The connection is gone: those that wait, and come later, fail. */
  void end() {
    List<Start> left;
    synchronized (this) {
      ended = true;
      left = new ArrayList<>(waiting);
      waiting.clear();
    }
    left.forEach(start -> start.done().completeExceptionally(gone()));
  }

  private static RefusedException gone() {
    return new RefusedException(Reason.UNAVAILABLE, "the bus connection ended", RETRY_AFTER);
  }
}
