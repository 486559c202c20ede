package dev.ferry.client.store;

/**
 * What a device knows of one conversation's unread messages, for its next life. Counts are of the
 * log's entries up to a seq, without silent messages and changes of a group. Immutable.
 */
public final class Tally {
  private final long epoch;
  private final long seq;
  private final long count;
  private final long delivered;
  private final long read;
  private final long readCount;
  private final long unsent;
  private final boolean left;

  /**
   * @param epoch the life of the log that the seqs count in
   * @param seq the newest entry known of
   * @param count entries that count, up to {@code seq}
   * @param delivered the user's cursor: the last entry that is on a device
   * @param read the user's cursor: the last entry read
   * @param readCount entries that count, up to {@code read}
   * @param unsent the last entry read here that the server has yet to be told of; 0 when there is
   *     none
   * @param left whether it is a group that the user is not in
   */
  public Tally(
      long epoch,
      long seq,
      long count,
      long delivered,
      long read,
      long readCount,
      long unsent,
      boolean left) {
    this.epoch = epoch;
    this.seq = seq;
    this.count = count;
    this.delivered = delivered;
    this.read = read;
    this.readCount = readCount;
    this.unsent = unsent;
    this.left = left;
  }

  public long epoch() {
    return epoch;
  }

  public long seq() {
    return seq;
  }

  public long count() {
    return count;
  }

  public long delivered() {
    return delivered;
  }

  public long read() {
    return read;
  }

  public long readCount() {
    return readCount;
  }

  public long unsent() {
    return unsent;
  }

  public boolean left() {
    return left;
  }
}
