package dev.ferry.client.group;

/** The server's word that a change was made. Immutable. */
public final class GroupReceipt {
  private final String conversation;
  private final long epoch;
  private final long seq;
  private final long timeMs;
  private final boolean pending;

  public GroupReceipt(String conversation, long epoch, long seq, long timeMs, boolean pending) {
    this.conversation = conversation;
    this.epoch = epoch;
    this.seq = seq;
    this.timeMs = timeMs;
    this.pending = pending;
  }

  public String conversation() {
    return conversation;
  }

  public long epoch() {
    return epoch;
  }

  /** The entry that tells of the change; of the newest one when this changed nothing. */
  public long seq() {
    return seq;
  }

  /** The entry's time by the server's clock, milliseconds since 1970. */
  public long timeMs() {
    return timeMs;
  }

  /** Whether the user is not a member yet: an admin must answer the request. */
  public boolean pending() {
    return pending;
  }
}
