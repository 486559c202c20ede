package dev.ferry.client.message;

/** What an entry of a conversation's log does to a message. Immutable. */
public final class Operation {
  private final Kind kind;
  private final long targetSeq;
  private final String emoji;

  /** What is done. */
  public enum Kind {
    /** The message is taken back. */
    RECALL,
    /** The entry's content is what the message says from there on. */
    EDIT,
    /** The sender reacts with {@link Operation#emoji}. */
    REACT,
    /** The sender takes that back. */
    UNREACT,
    PIN,
    UNPIN,
    /** Something newer than this client. */
    UNKNOWN
  }

  /**
   * @param targetSeq the message, in the life of the log that the entry belongs to
   * @param emoji of reactions, else empty
   */
  public Operation(Kind kind, long targetSeq, String emoji) {
    this.kind = kind;
    this.targetSeq = targetSeq;
    this.emoji = emoji;
  }

  public Kind kind() {
    return kind;
  }

  /** The seq of the message. */
  public long targetSeq() {
    return targetSeq;
  }

  /** Of {@link Kind#REACT} and {@link Kind#UNREACT}; else empty. */
  public String emoji() {
    return emoji;
  }

  @Override
  public String toString() {
    return kind + (emoji.isEmpty() ? "" : " " + emoji) + " #" + targetSeq;
  }
}
