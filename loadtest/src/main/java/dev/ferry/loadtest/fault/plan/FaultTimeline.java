package dev.ferry.loadtest.fault.plan;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/** What of a plan is due, on, and to come. Not thread-safe, and without a thread or a clock. */
final class FaultTimeline {
  /** A fault that is on, and when it is to end. */
  private record Ongoing(Fault fault, FaultTarget.Ending ending, Duration until) {}

  private final Queue<Fault> toCome;
  private final List<Ongoing> ongoing = new ArrayList<>();
  private final FaultTarget target;
  private final FaultListener listener;
  private final Supplier<Duration> elapsed;

  /**
   * @param elapsed the time since the start of the run
   */
  FaultTimeline(
      FaultPlan plan, FaultTarget target, FaultListener listener, Supplier<Duration> elapsed) {
    this.toCome = new ArrayDeque<>(plan.faults());
    this.target = target;
    this.listener = listener;
    this.elapsed = elapsed;
  }

  /**
   * Begins and ends all that is due, in the order in which it is.
   *
   * @return when something is due next
   */
  Optional<Duration> advance() {
    while (true) {
      Optional<Ongoing> ending = nextEnding();
      Optional<Fault> beginning = Optional.ofNullable(toCome.peek());
      Optional<Duration> due = earliest(ending.map(Ongoing::until), beginning.map(Fault::at));
      if (due.isEmpty() || due.get().compareTo(elapsed.get()) > 0) {
        return due;
      }
      // An end goes first: a stop right behind another one must find its victim running.
      if (ending.isPresent() && ending.get().until().equals(due.get())) {
        end(ending.get());
      } else {
        begin(toCome.remove());
      }
    }
  }

  /** Ends all that is on, the last begun first; what was to come does not come. */
  void finish() {
    toCome.clear();
    while (!ongoing.isEmpty()) {
      end(ongoing.get(ongoing.size() - 1));
    }
  }

  private Optional<Ongoing> nextEnding() {
    return ongoing.stream().min(Comparator.comparing(Ongoing::until));
  }

  private static Optional<Duration> earliest(Optional<Duration> a, Optional<Duration> b) {
    return a.isPresent() && b.isPresent()
        ? a.filter(t -> t.compareTo(b.get()) <= 0).or(() -> b)
        : a.or(() -> b);
  }

  private void begin(Fault fault) {
    Duration at = elapsed.get();
    listener.begun(fault, at);
    try {
      FaultTarget.Ending ending = target.begin(fault);
      if (!fault.lasting().isZero()) {
        // From when it had happened, so that a slow beginning does not shorten it.
        ongoing.add(new Ongoing(fault, ending, elapsed.get().plus(fault.lasting())));
      }
    } catch (Exception e) {
      failed(fault, e);
    }
  }

  private void end(Ongoing over) {
    ongoing.remove(over);
    try {
      over.ending().end();
      listener.ended(over.fault(), elapsed.get());
    } catch (Exception e) {
      failed(over.fault(), e);
    }
  }

  private void failed(Fault fault, Exception cause) {
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    listener.failed(fault, elapsed.get(), cause);
  }
}
