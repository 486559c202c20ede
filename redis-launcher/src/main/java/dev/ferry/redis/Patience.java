package dev.ferry.redis;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Waits for what Redis processes agree on among themselves and tell nobody.
 *
 * @param complaint the start of the message when the time is over
 */
record Patience(Duration atMost, String complaint) {
  private static final int POLL_EVERY_MS = 20;

  static Patience atMost(Duration atMost, String complaint) {
    return new Patience(atMost, complaint);
  }

  /**
   * Asks until the answer is yes. A Redis that cannot be asked, because it is just starting or is
   * busy, has not said yes.
   *
   * @throws EmbeddedRedisException when the time is over, or the thread is interrupted
   */
  void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      UncheckedIOException failure = null;
      try {
        if (condition.getAsBoolean()) {
          return;
        }
      } catch (UncheckedIOException e) {
        failure = e;
      }
      if (System.nanoTime() > deadline) {
        throw new EmbeddedRedisException(
            complaint + " after " + atMost.toSeconds() + " s", failure);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_EVERY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedRedisException("Interrupted while waiting for Redis", e);
    }
  }
}
