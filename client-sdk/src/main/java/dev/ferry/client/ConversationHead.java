package dev.ferry.client;

/** How far a conversation goes for this user. Immutable. */
public final class ConversationHead {
  private final String conversation;
  private final long epoch;
  private final long seq;
  private final long timeMs;
  private final boolean left;

  public ConversationHead(String conversation, long epoch, long seq, long timeMs, boolean left) {
    this.conversation = conversation;
    this.epoch = epoch;
    this.seq = seq;
    this.timeMs = timeMs;
    this.left = left;
  }

  public String conversation() {
    return conversation;
  }

  public long epoch() {
    return epoch;
  }

  /** The newest entry that the user may read. */
  public long seq() {
    return seq;
  }

  /** Time of the newest entry, milliseconds since 1970. */
  public long timeMs() {
    return timeMs;
  }

  /** Whether it is a group that the user is not, or no longer, a member of. */
  public boolean left() {
    return left;
  }
}
