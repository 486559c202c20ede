package dev.ferry.client.message;

import java.util.Objects;

/**
 * Where a forwarded message comes from, as the user says who forwarded it; nobody has checked it.
 * Immutable.
 */
public final class Origin {
  private final String sender;
  private final long timeMs;
  private final int hops;

  /**
   * @param hops at least 1
   */
  public Origin(String sender, long timeMs, int hops) {
    this.sender = sender;
    this.timeMs = timeMs;
    this.hops = hops;
  }

  /** Who wrote it first. */
  public String sender() {
    return sender;
  }

  /** When it was first sent, in milliseconds since 1970. */
  public long timeMs() {
    return timeMs;
  }

  /** How often it was forwarded: 1 for a copy of the first message. */
  public int hops() {
    return hops;
  }

  /** The same, forwarded once more. */
  public Origin next() {
    return new Origin(sender, timeMs, hops == Integer.MAX_VALUE ? hops : hops + 1);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Origin)) {
      return false;
    }
    Origin that = (Origin) other;
    return sender.equals(that.sender) && timeMs == that.timeMs && hops == that.hops;
  }

  @Override
  public int hashCode() {
    return Objects.hash(sender, timeMs, hops);
  }

  @Override
  public String toString() {
    return sender + " at " + timeMs + ", " + hops + " hops";
  }
}
