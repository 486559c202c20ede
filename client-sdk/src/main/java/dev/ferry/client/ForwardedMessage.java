package dev.ferry.client;

/** One message of a {@link MergedForward}. Immutable. */
public final class ForwardedMessage {
  private final String sender;
  private final long timeMs;
  private final MessageContent content;

  ForwardedMessage(String sender, long timeMs, MessageContent content) {
    this.sender = sender;
    this.timeMs = timeMs;
    this.content = content;
  }

  /** Who wrote it, as the user says who forwarded it. */
  public String sender() {
    return sender;
  }

  /** When it was sent, as that user says, in milliseconds since 1970. */
  public long timeMs() {
    return timeMs;
  }

  /** May be a merged forward itself. */
  public MessageContent content() {
    return content;
  }
}
