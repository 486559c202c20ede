package dev.ferry.client.core;

/** What the clock that messages are timed by says, told from the clock of this core. */
final class ServerClock {
  private long aheadMs;
  private boolean known;

  /** The server's time at this moment. */
  void set(long serverTimeMs, long nowMs) {
    aheadMs = serverTimeMs - nowMs;
    known = true;
  }

  /** Not before the first login of this life. */
  boolean isKnown() {
    return known;
  }

  /** What it says at this time of the core. */
  long at(long nowMs) {
    return nowMs + aheadMs;
  }

  /** The core's time when it says this. */
  long here(long serverTimeMs) {
    return serverTimeMs - aheadMs;
  }
}
