package dev.ferry.client.message;

/** Names one message. Immutable. */
public final class MessageRef {
  private final String conversation;
  private final long epoch;
  private final long seq;

  /**
   * @param epoch the life of the log that {@code seq} counts in
   */
  public MessageRef(String conversation, long epoch, long seq) {
    this.conversation = conversation;
    this.epoch = epoch;
    this.seq = seq;
  }

  public String conversation() {
    return conversation;
  }

  public long epoch() {
    return epoch;
  }

  public long seq() {
    return seq;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageRef
        && ((MessageRef) other).seq == seq
        && ((MessageRef) other).epoch == epoch
        && ((MessageRef) other).conversation.equals(conversation);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(epoch * 31 + seq) + conversation.hashCode();
  }

  @Override
  public String toString() {
    return conversation + "#" + epoch + "." + seq;
  }
}
