package dev.ferry.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyTest {
  private static final long NANOS_PER_MS = 1_000_000;

  @Test
  void takesPercentilesFromHistograms() {
    Histogram intended = new Histogram(3);
    Histogram actual = new Histogram(3);
    for (int i = 1; i <= 1_000; i++) {
      intended.recordValue(i * NANOS_PER_MS);
      actual.recordValue(i * NANOS_PER_MS / 2);
    }
    Latency latency = Latency.of(intended, actual, NANOS_PER_MS);
    assertEquals(1_000, latency.count());
    assertEquals(500, latency.p50(), 1);
    assertEquals(900, latency.p90(), 1);
    assertEquals(990, latency.p99(), 1);
    assertEquals(999, latency.p999(), 1);
    assertEquals(1_000, latency.max(), 1);
    assertEquals(500.5, latency.mean(), 1);
    assertEquals(250, latency.raw().p50(), 1);
    assertEquals(495, latency.raw().p99(), 1);
    assertEquals(500, latency.raw().max(), 1);
  }

  @Test
  void theCurveRisesToTheMaximum() {
    Histogram histogram = new Histogram(3);
    for (int i = 1; i <= 100_000; i++) {
      histogram.recordValue(i);
    }
    List<Latency.Point> curve = Latency.of(histogram, histogram, 1).curve();
    assertTrue(curve.size() > 20 && curve.size() < 200, "points: " + curve.size());
    for (int i = 1; i < curve.size(); i++) {
      assertTrue(curve.get(i).percentile() >= curve.get(i - 1).percentile());
      assertTrue(curve.get(i).ms() >= curve.get(i - 1).ms());
    }
    assertEquals(100, curve.get(curve.size() - 1).percentile());
    assertEquals(100_000, curve.get(curve.size() - 1).ms(), 100);
  }

  @Test
  void nothingRecordedIsNoCurve() {
    Latency latency = Latency.of(new Histogram(3), new Histogram(3), 1);
    assertEquals(0, latency.count());
    assertEquals(0, latency.max());
    assertEquals(List.of(), latency.curve());
  }
}
