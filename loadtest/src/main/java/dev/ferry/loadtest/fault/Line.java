package dev.ferry.loadtest.fault;

import java.time.Duration;

/**
 * How one direction of a connection behaves.
 *
 * @param held nothing is forwarded, neither bytes nor the end
 * @param latency how long each byte is kept
 * @param bytesPerSecond at most this many; 0 is no limit
 * @param slice at most this many bytes a write; 0 is no limit
 */
public record Line(boolean held, Duration latency, long bytesPerSecond, int slice) {
  public static final Line CLEAR = new Line(false, Duration.ZERO, 0, 0);
  public static final Line HELD = new Line(true, Duration.ZERO, 0, 0);

  public Line {
    if (latency.isNegative() || bytesPerSecond < 0 || slice < 0) {
      throw new IllegalArgumentException(
          "latency, rate, slice: %s, %d, %d (expected: >= 0)"
              .formatted(latency, bytesPerSecond, slice));
    }
  }

  /** Each byte is this much late. */
  public static Line late(Duration latency) {
    return new Line(false, latency, 0, 0);
  }

  /** At most this many bytes a second. */
  public static Line slow(long bytesPerSecond) {
    return new Line(false, Duration.ZERO, bytesPerSecond, 0);
  }

  /** At most this many bytes a write. */
  static Line sliced(int bytes) {
    return new Line(false, Duration.ZERO, 0, bytes);
  }

  /** With both at work: latencies add up, of limits the tighter one holds. */
  Line and(Line other) {
    return new Line(
        held || other.held,
        latency.plus(other.latency),
        tighter(bytesPerSecond, other.bytesPerSecond),
        (int) tighter(slice, other.slice));
  }

  private static long tighter(long a, long b) {
    return a == 0 ? b : b == 0 ? a : Math.min(a, b);
  }
}
