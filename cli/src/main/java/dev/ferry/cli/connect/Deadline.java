package dev.ferry.cli.connect;

import java.time.Duration;

/** A point in time that several waits share. */
public final class Deadline {
  private final Duration length;
  private final long atNanos;

  private Deadline(Duration length, long atNanos) {
    this.length = length;
    this.atNanos = atNanos;
  }

  public static Deadline in(Duration timeout) {
    // Nanoseconds run over after 292 years; nobody waits that long.
    Duration bounded =
        timeout.compareTo(Duration.ofDays(10_000)) < 0 ? timeout : Duration.ofDays(10_000);
    return new Deadline(timeout, System.nanoTime() + bounded.toNanos());
  }

  /** How long it was at the start, for telling people. */
  public Duration length() {
    return length;
  }

  /** What is left, never negative. */
  public Duration left() {
    return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
  }

  public boolean isOver() {
    return left().isZero();
  }
}
