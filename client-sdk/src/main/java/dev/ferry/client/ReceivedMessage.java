package dev.ferry.client;

import java.util.UUID;

/** One entry of a conversation's log. */
public final class ReceivedMessage {
  private final String conversation;
  private final long epoch;
  private final long seq;
  private final long timeMs;
  private final String sender;
  private final String senderDevice;
  private final UUID clientMessageId;
  private final MessageContent content;

  public ReceivedMessage(
      String conversation,
      long epoch,
      long seq,
      long timeMs,
      String sender,
      String senderDevice,
      UUID clientMessageId,
      MessageContent content) {
    this.conversation = conversation;
    this.epoch = epoch;
    this.seq = seq;
    this.timeMs = timeMs;
    this.sender = sender;
    this.senderDevice = senderDevice;
    this.clientMessageId = clientMessageId;
    this.content = content;
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

  /** The server's clock at the append, milliseconds since 1970. */
  public long timeMs() {
    return timeMs;
  }

  public String sender() {
    return sender;
  }

  public String senderDevice() {
    return senderDevice;
  }

  public UUID clientMessageId() {
    return clientMessageId;
  }

  public MessageContent content() {
    return content;
  }

  @Override
  public String toString() {
    return conversation + "#" + epoch + "." + seq + " from " + sender + "/" + senderDevice;
  }
}
