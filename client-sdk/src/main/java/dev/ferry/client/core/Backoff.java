package dev.ferry.client.core;

import java.util.Random;

/** Full jitter: a random wait between 0 and a bound that doubles with each failure. */
final class Backoff {
  private static final long BOUND_MAX_MS = 20_000;

  private final Random random;
  private final long baseMs;

  Backoff(Random random, long baseMs) {
    this.random = random;
    this.baseMs = baseMs;
  }

  /**
   * @param failures in a row before this one
   */
  long delayMs(int failures) {
    long bound = Math.min(BOUND_MAX_MS, baseMs << Math.min(failures, 20));
    return (long) (random.nextDouble() * (bound + 1));
  }
}
