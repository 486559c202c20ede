package dev.ferry.client.message;

/** A pinned message. Immutable. */
public final class Pinned {
  private final long seq;
  private final Mark pin;

  public Pinned(long seq, Mark pin) {
    this.seq = seq;
    this.pin = pin;
  }

  /** The message. */
  public long seq() {
    return seq;
  }

  /** Who pinned it when. */
  public Mark pin() {
    return pin;
  }
}
