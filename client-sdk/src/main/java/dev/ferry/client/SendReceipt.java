package dev.ferry.client;

import java.util.UUID;

/** The server's word that its log has the message, or the operation on one. */
public final class SendReceipt {
  private final UUID clientMessageId;
  private final String conversation;
  private final long epoch;
  private final long seq;
  private final long timeMs;

  public SendReceipt(UUID clientMessageId, String conversation, long epoch, long seq, long timeMs) {
    this.clientMessageId = clientMessageId;
    this.conversation = conversation;
    this.epoch = epoch;
    this.seq = seq;
    this.timeMs = timeMs;
  }

  public UUID clientMessageId() {
    return clientMessageId;
  }

  public String conversation() {
    return conversation;
  }

  public long epoch() {
    return epoch;
  }

  /** The entry; 0 for an operation that found all as it wants it, of which there is none. */
  public long seq() {
    return seq;
  }

  /** The server's clock at the append, milliseconds since 1970. */
  public long timeMs() {
    return timeMs;
  }
}
