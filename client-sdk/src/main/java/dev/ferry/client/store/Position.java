package dev.ferry.client.store;

/** How far a device has received a conversation: everything up to and including {@code seq}. */
public final class Position {
  private final long epoch;
  private final long seq;

  /**
   * @param epoch the life of the log that {@code seq} counts in
   * @param seq the last seq received; 0 when none was
   */
  public Position(long epoch, long seq) {
    this.epoch = epoch;
    this.seq = seq;
  }

  public long epoch() {
    return epoch;
  }

  public long seq() {
    return seq;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Position
        && ((Position) other).epoch == epoch
        && ((Position) other).seq == seq;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(epoch * 31 + seq);
  }

  @Override
  public String toString() {
    return epoch + "." + seq;
  }
}
