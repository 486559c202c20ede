package dev.ferry.loadtest.run;

import dev.ferry.loadtest.figure.Meters;
import dev.ferry.loadtest.figure.ProcessUsage;
import dev.ferry.loadtest.fleet.Deployment;
import dev.ferry.loadtest.fleet.RedisCounters;
import dev.ferry.loadtest.worker.Driver;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The time in which figures count: what was used and done from its opening to its closing. */
final class Window {
  private final Driver driver;
  private final Spending spending;
  private final Deployment deployment;
  private final Instant began;
  private final long beganAt;
  private final Meters.Counts counts;
  private final RedisCounters redis;
  private final Map<Deployment.Part, ProcessUsage> used;

  /**
   * Between an opening and a closing.
   *
   * @param from what processes had used at the opening
   * @param to and at the closing
   * @param loopShares of one processor, that each event loop of the phones used
   */
  record Seen(
      Instant began,
      double seconds,
      Meters.Counts counts,
      Map<Deployment.Part, ProcessUsage> from,
      Map<Deployment.Part, ProcessUsage> to,
      RedisCounters redis,
      List<Double> loopShares) {}

  /** Opens. */
  Window(Driver driver, Spending spending, Deployment deployment) throws InterruptedException {
    this.driver = driver;
    this.spending = spending;
    this.deployment = deployment;
    this.redis = deployment.redis();
    driver.open();
    this.began = Instant.now();
    this.beganAt = System.nanoTime();
    this.counts = driver.meters().counts();
    this.used = spending.look();
  }

  Seen close() throws InterruptedException {
    List<Double> loopShares = driver.shut();
    long nanos = System.nanoTime() - beganAt;
    Map<Deployment.Part, ProcessUsage> to = spending.look();
    return new Seen(
        began,
        nanos / 1e9,
        driver.meters().counts().since(counts),
        used,
        to,
        deployment.redis().minus(redis),
        loopShares);
  }
}
