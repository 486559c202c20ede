package dev.ferry.loadtest.figure;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * How long one kind of thing took, in nanoseconds: from when it was meant to begin, which counts
 * what a late or stalled sender hides, and raw, from when it began. Recorded by any thread; the
 * rest is for one.
 */
public final class Timing {
  private static final int DIGITS = 3;

  private final Recorder intended = new Recorder(DIGITS);
  private final Recorder raw = new Recorder(DIGITS);
  private final Histogram intendedTotal = new Histogram(DIGITS);
  private final Histogram rawTotal = new Histogram(DIGITS);

  /** All three are {@link System#nanoTime}s. */
  public void record(long meantAt, long begunAt, long endedAt) {
    intended.recordValue(Math.max(0, endedAt - meantAt));
    raw.recordValue(Math.max(0, endedAt - begunAt));
  }

  /** What other processes recorded and was not taken yet; under its own lock. */
  private final Interval others = new Interval(new Histogram(DIGITS), new Histogram(DIGITS));

  /** What was recorded in some time: from the intended time, and raw. */
  public record Interval(Histogram intended, Histogram raw) {}

  /** What another process recorded. Any thread. */
  public void add(Interval interval) {
    synchronized (others) {
      others.intended.add(interval.intended);
      others.raw.add(interval.raw);
    }
  }

  /** What was recorded since the last call. */
  public Interval take() {
    Interval interval = new Interval(intended.getIntervalHistogram(), raw.getIntervalHistogram());
    synchronized (others) {
      interval.intended.add(others.intended);
      interval.raw.add(others.raw);
      others.intended.reset();
      others.raw.reset();
    }
    intendedTotal.add(interval.intended);
    rawTotal.add(interval.raw);
    return interval;
  }

  /** Everything up to the last {@link #take}, from the intended time. */
  public Histogram total() {
    return intendedTotal;
  }

  /** The same, raw. */
  public Histogram rawTotal() {
    return rawTotal;
  }
}
