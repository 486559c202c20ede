package dev.ferry.server.request;

/** How long sessions have to live, by the wall clock, as their tokens say it. */
final class SessionClock {
  private SessionClock() {}

  /** Milliseconds from now until then; 0 when that is past. */
  static long leftMs(long goodUntilMs) {
    return Math.max(0, goodUntilMs - System.currentTimeMillis());
  }
}
