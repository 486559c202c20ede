package dev.ferry.server.request;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Whether this node is leaving, and what its clients are told then. Thread-safe. */
final class Departure {
  /** Set once. */
  private volatile @Nullable Duration spread;

  void begin(Duration newSpread) {
    spread = newSpread;
  }

  /**
   * A frame that sends one client elsewhere after a random part of the spread; null while this node
   * stays.
   */
  byte @Nullable [] goAway() {
    Duration over = spread;
    if (over == null) {
      return null;
    }
    long wait = ThreadLocalRandom.current().nextLong(over.toMillis() + 1);
    return Frames.goAway(Duration.ofMillis(wait));
  }
}
