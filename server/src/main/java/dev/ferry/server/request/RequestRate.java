package dev.ferry.server.request;

import java.util.concurrent.TimeUnit;

/**
 * How fast one session may ask: a burst at once, and so many a second. A token bucket, told by the
 * time at which it is full again and nothing else, because every idle session has one. Used on its
 * session's loop only, like its field.
 */
final class RequestRate {
  private final PeerLimits limits;

  /** {@code System.nanoTime} at which the whole burst may be asked again; loop only. */
  private long fullAt;

  /**
   * @param nanoTime {@code System.nanoTime}, as below
   */
  RequestRate(PeerLimits limits, long nanoTime) {
    this.limits = limits;
    this.fullAt = nanoTime;
  }

  /**
   * Takes a request, unless it comes too early.
   *
   * @return 0 when it was taken, else after how many nanoseconds it would be
   */
  long take(long nanoTime) {
    long each = TimeUnit.SECONDS.toNanos(1) / limits.requestsPerSecond();
    long untilFull = Math.max(0, fullAt - nanoTime) + each;
    long tooEarly = untilFull - each * limits.requestsBurst();
    if (tooEarly > 0) {
      return tooEarly;
    }
    fullAt = nanoTime + untilFull;
    return 0;
  }
}
