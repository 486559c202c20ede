package dev.ferry.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * One latency, in milliseconds, from the time at which the load was to send: what a queue in the
 * harness held back counts. Percentiles of an empty measurement are 0.
 *
 * @param count how many were measured
 * @param raw the same from the time at which the harness did send
 * @param curve the distribution, by rising percentile
 */
public record Latency(
    long count,
    double p50,
    double p90,
    double p99,
    double p999,
    double max,
    double mean,
    Raw raw,
    List<Point> curve) {

  public Latency {
    curve = List.copyOf(curve);
  }

  /** The points that each half of the rest of the distribution gets: some 100 at 10⁸ values. */
  private static final int POINTS_PER_HALF = 4;

  /**
   * The latency that two histograms hold. They must not be recorded into meanwhile.
   *
   * @param intended from the time at which the load was to send
   * @param actual from the time at which the harness did send
   * @param unitsPerMs how many units of the histograms a millisecond has, such as 1,000,000 for
   *     nanoseconds
   */
  public static Latency of(
      AbstractHistogram intended, AbstractHistogram actual, double unitsPerMs) {
    List<Point> curve = new ArrayList<>();
    if (intended.getTotalCount() > 0) {
      for (HistogramIterationValue value : intended.percentiles(POINTS_PER_HALF)) {
        curve.add(
            new Point(
                value.getPercentileLevelIteratedTo(), value.getValueIteratedTo() / unitsPerMs));
      }
    }
    return new Latency(
        intended.getTotalCount(),
        intended.getValueAtPercentile(50) / unitsPerMs,
        intended.getValueAtPercentile(90) / unitsPerMs,
        intended.getValueAtPercentile(99) / unitsPerMs,
        intended.getValueAtPercentile(99.9) / unitsPerMs,
        intended.getMaxValue() / unitsPerMs,
        intended.getMean() / unitsPerMs,
        new Raw(
            actual.getValueAtPercentile(50) / unitsPerMs,
            actual.getValueAtPercentile(99) / unitsPerMs,
            actual.getValueAtPercentile(99.9) / unitsPerMs,
            actual.getMaxValue() / unitsPerMs),
        curve);
  }

  /** Milliseconds from the actual send. */
  public record Raw(double p50, double p99, double p999, double max) {}

  /**
   * A point of the distribution.
   *
   * @param percentile from 0 to 100
   * @param ms the latency that this share of the measured did not exceed
   */
  public record Point(double percentile, double ms) {}
}
