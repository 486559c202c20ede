package dev.ferry.loadtest.run;

import dev.ferry.loadtest.figure.Meters;
import dev.ferry.loadtest.figure.ProcessUsage;
import dev.ferry.loadtest.figure.Timing;
import dev.ferry.loadtest.fleet.Deployment;
import dev.ferry.loadtest.worker.Driver;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Looks at the meters and the processes once a second. Its own thread; the list is read after
 * {@link #end}.
 */
final class Sampler {
  /** A day; beyond, every second is still counted and none is kept. */
  private static final int KEPT_MAX = 86_400;

  private static final double NANOS_PER_MS = 1e6;

  private final Driver driver;
  private final Meters meters;
  private final Spending spending;
  private final Consumer<Second> told;
  private final List<Second> seconds = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "ferry-load-sampler");

  /** Written by who restarts, read by any. */
  private volatile long beganAt = System.nanoTime();

  /** One second of the run. */
  record Second(
      double t, Meters.Counts counts, Histogram deliver, Map<Deployment.Part, Use> uses) {}

  /** In milliseconds; NaN of an empty one. */
  static double ms(Histogram histogram, double percentile) {
    return histogram.getTotalCount() == 0
        ? Double.NaN
        : histogram.getValueAtPercentile(percentile) / NANOS_PER_MS;
  }

  /**
   * What a process used in a second.
   *
   * @param cpu processors' seconds a second
   */
  record Use(double cpu, long rssBytes) {}

  Sampler(Driver driver, Spending spending, Consumer<Second> told) {
    this.driver = driver;
    this.meters = driver.meters();
    this.spending = spending;
    this.told = told;
    thread.setDaemon(true);
  }

  void begin() {
    thread.start();
  }

  /** Takes the last second, however short, and ends. */
  List<Second> end() throws InterruptedException {
    thread.interrupt();
    thread.join();
    return seconds;
  }

  /** Time begins anew; what was before is forgotten. */
  void restart() {
    beganAt = System.nanoTime();
    LockSupport.unpark(thread);
  }

  /** Seconds since the sampler was made, or restarted. */
  double now() {
    return (System.nanoTime() - beganAt) / 1e9;
  }

  private void run() {
    driver.refresh();
    Meters.Counts before = meters.counts();
    Map<Deployment.Part, ProcessUsage> usedBefore = spending.living();
    long lastAt = System.nanoTime();
    long keptSince = beganAt;
    boolean over = false;
    while (!over) {
      long nextAt = lastAt + TimeUnit.SECONDS.toNanos(1);
      while (!over && keptSince == beganAt && System.nanoTime() < nextAt) {
        LockSupport.parkNanos(nextAt - System.nanoTime());
        over = Thread.interrupted();
      }
      driver.refresh();
      long at = System.nanoTime();
      Meters.Counts counts = meters.counts();
      Map<Deployment.Part, ProcessUsage> used = spending.living();
      Map<Timing, Histogram> intervals = new IdentityHashMap<>();
      meters.timings().forEach(timing -> intervals.put(timing, timing.take().intended()));
      Second second =
          new Second(
              now(),
              counts.since(before),
              Objects.requireNonNull(intervals.get(meters.deliver)),
              since(usedBefore, used, at - lastAt));
      if (keptSince != beganAt) {
        keptSince = beganAt;
        seconds.clear();
      } else {
        if (seconds.size() < KEPT_MAX) {
          seconds.add(second);
        }
        told.accept(second);
      }
      before = counts;
      usedBefore = used;
      lastAt = at;
    }
  }

  private static Map<Deployment.Part, Use> since(
      Map<Deployment.Part, ProcessUsage> before,
      Map<Deployment.Part, ProcessUsage> now,
      long nanos) {
    Map<Deployment.Part, Use> uses = new LinkedHashMap<>();
    now.forEach(
        (part, used) -> {
          long earlier = before.getOrDefault(part, ProcessUsage.NONE).cpuMicros();
          double cpu = Math.max(0, used.cpuMicros() - earlier) * 1000.0 / nanos;
          uses.put(part, new Use(cpu, used.rssBytes()));
        });
    return uses;
  }
}
