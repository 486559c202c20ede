package dev.ferry.client;

/** How far a user has come in a conversation. Immutable. */
public final class ConversationCursor {
  private final String conversation;
  private final String user;
  private final long epoch;
  private final long delivered;
  private final long read;

  public ConversationCursor(
      String conversation, String user, long epoch, long delivered, long read) {
    this.conversation = conversation;
    this.user = user;
    this.epoch = epoch;
    this.delivered = delivered;
    this.read = read;
  }

  public String conversation() {
    return conversation;
  }

  public String user() {
    return user;
  }

  /** The life of the log that the seqs are of. */
  public long epoch() {
    return epoch;
  }

  /** Every message up to this seq is on a device of the user. */
  public long delivered() {
    return delivered;
  }

  /** Up to this seq the user has read. */
  public long read() {
    return read;
  }

  @Override
  public String toString() {
    return user + " in " + conversation + ": " + delivered + ", read " + read;
  }
}
