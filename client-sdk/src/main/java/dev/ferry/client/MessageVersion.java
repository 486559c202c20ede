package dev.ferry.client;

/** What a message said at some time. Immutable. */
public final class MessageVersion {
  private final long seq;
  private final long timeMs;
  private final MessageContent content;

  public MessageVersion(long seq, long timeMs, MessageContent content) {
    this.seq = seq;
    this.timeMs = timeMs;
    this.content = content;
  }

  /** Of the message itself, or of the entry that edited it. */
  public long seq() {
    return seq;
  }

  /** From when on it said so: the server's clock, milliseconds since 1970. */
  public long timeMs() {
    return timeMs;
  }

  public MessageContent content() {
    return content;
  }
}
