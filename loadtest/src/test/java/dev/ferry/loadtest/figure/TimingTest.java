package dev.ferry.loadtest.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TimingTest {
  private static final long LATE = 9_000_000;

  private final Timing timing = new Timing();

  @Test
  void lateBeginCountsUnlessRaw() {
    timing.record(0, LATE, LATE + 1_000_000);
    timing.take();
    assertTrue(timing.total().getMaxValue() >= 10_000_000);
    assertTrue(timing.rawTotal().getMaxValue() < 1_100_000);
  }

  @Test
  void intervalsAddUpToTheTotal() {
    timing.record(0, 0, 5);
    assertEquals(1, timing.take().intended().getTotalCount());
    timing.record(0, 0, 7);
    timing.record(0, 0, 8);
    assertEquals(2, timing.take().intended().getTotalCount());
    assertEquals(0, timing.take().intended().getTotalCount());
    assertEquals(3, timing.total().getTotalCount());
    assertEquals(3, timing.rawTotal().getTotalCount());
  }

  @Test
  void onlyWhatWasMeantWithinTheWindowCounts() {
    Meters meters = new Meters();
    long before = System.nanoTime();
    assertFalse(meters.counts(before));
    meters.open();
    long within = System.nanoTime();
    assertTrue(meters.counts(within));
    assertFalse(meters.counts(before - 1));
    meters.close();
    assertTrue(meters.counts(within));
    assertFalse(meters.counts(System.nanoTime() + 1));
  }
}
