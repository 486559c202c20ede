package dev.ferry.loadtest.fault.plan;

import java.time.Duration;

/**
 * Whom a fault hits and how hard. What a kind does not take has its default.
 *
 * @param node from 1; {@link #ANY_NODE} leaves the choice to the target
 * @param delay how late every byte is
 * @param bytesPerSecond for each connection and direction; 0 is no limit
 * @param percent the share of connections, clients or messages, above 0, to {@link #ALL}
 */
public record FaultScope(int node, Duration delay, long bytesPerSecond, double percent, Way way) {
  public static final int ANY_NODE = 0;
  public static final double ALL = 100;
  private static final Duration DELAY_MAX = Duration.ofMinutes(10);
  static final FaultScope DEFAULT = new FaultScope(ANY_NODE, Duration.ZERO, 0, ALL, Way.BOTH);

  /** The direction on a connection that is hit. */
  public enum Way {
    BOTH,
    /** What goes towards the server. */
    UP,
    /** What comes from the server. */
    DOWN
  }

  public FaultScope {
    check(node >= 0, "node", node, "from 1");
    check(!delay.isNegative() && delay.compareTo(DELAY_MAX) <= 0, "delay", delay, "at most 10m");
    check(bytesPerSecond >= 0, "bytes a second", bytesPerSecond, "from 1");
    check(percent > 0 && percent <= ALL, "share", percent, "above 0%, at most 100%");
  }

  private static void check(boolean right, String what, Object value, String expected) {
    if (!right) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }

  FaultScope withNode(int value) {
    check(value > 0, "node", value, "from 1");
    return new FaultScope(value, delay, bytesPerSecond, percent, way);
  }

  FaultScope withDelay(Duration value) {
    check(!value.isZero(), "delay", value, "more than 0");
    return new FaultScope(node, value, bytesPerSecond, percent, way);
  }

  FaultScope withBytesPerSecond(long value) {
    check(value > 0, "bytes a second", value, "from 1");
    return new FaultScope(node, delay, value, percent, way);
  }

  FaultScope withPercent(double value) {
    return new FaultScope(node, delay, bytesPerSecond, value, way);
  }

  FaultScope withWay(Way value) {
    return new FaultScope(node, delay, bytesPerSecond, percent, value);
  }

  /** The share as a fraction, above 0, at most 1. */
  public double share() {
    return percent / ALL;
  }
}
