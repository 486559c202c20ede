package dev.ferry.loadtest.fault.plan;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out a plan while a run goes on, on a thread of its own. A fault that takes long to begin
 * or to end delays those behind it; the listener is told the real times. A fault that fails is told
 * of, and the rest goes on.
 */
public final class FaultSchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FaultSchedule.class);
  private static final Duration END_PATIENCE = Duration.ofMinutes(2);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread faults = new Thread(task, "ferry-faults");
            faults.setDaemon(true);
            return faults;
          });
  private final long startNanos = System.nanoTime();

  /** Touched on the schedule's thread only. */
  private final FaultTimeline timeline;

  private FaultSchedule(FaultPlan plan, FaultTarget target, FaultListener listener) {
    this.timeline = new FaultTimeline(plan, target, listener, this::elapsed);
  }

  /** Starts the run's time now. */
  public static FaultSchedule start(FaultPlan plan, FaultTarget target, FaultListener listener) {
    FaultSchedule schedule = new FaultSchedule(plan, target, listener);
    schedule.thread.execute(schedule::advance);
    return schedule;
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  private void advance() {
    try {
      Optional<Duration> next = timeline.advance();
      if (next.isPresent()) {
        long nanos = next.get().minus(elapsed()).toNanos();
        thread.schedule(this::advance, Math.max(0, nanos), TimeUnit.NANOSECONDS);
      }
    } catch (RuntimeException e) {
      LOG.error("The listener of the faults failed; no more of them in this run", e);
    }
  }

  /**
   * Ends what is still on and returns when it has ended; what was to come does not come. Waits two
   * minutes at most.
   */
  @Override
  public void close() {
    try {
      thread.submit(timeline::finish).get(END_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (RejectedExecutionException alreadyClosed) {
      return;
    } catch (TimeoutException | ExecutionException e) {
      LOG.error("The faults have not ended as they should", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      thread.shutdownNow();
    }
  }
}
