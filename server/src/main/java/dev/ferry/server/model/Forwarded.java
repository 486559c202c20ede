package dev.ferry.server.model;

/**
 * Where a forwarded message comes from, as the user says who forwarded it.
 *
 * @param sender who wrote it first
 * @param timeMs when, in milliseconds since 1970
 * @param hops how often it was forwarded
 */
public record Forwarded(UserId sender, long timeMs, int hops) {
  /**
   * @throws InvalidValueException when there can be no such message
   */
  public Forwarded {
    if (timeMs < 0) {
      throw new InvalidValueException("forwarded.time_ms", String.valueOf(timeMs), ">= 0");
    }
    if (hops < 1) {
      throw new InvalidValueException(
          "forwarded.hops", Integer.toUnsignedString(hops), "1 to " + Integer.MAX_VALUE);
    }
  }
}
