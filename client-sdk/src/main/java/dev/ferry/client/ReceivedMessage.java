package dev.ferry.client;

import dev.ferry.client.group.GroupChange;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable GroupChange change;

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
    this.change = null;
  }

  private ReceivedMessage(ReceivedMessage entry, GroupChange change) {
    conversation = entry.conversation;
    epoch = entry.epoch;
    seq = entry.seq;
    timeMs = entry.timeMs;
    sender = entry.sender;
    senderDevice = entry.senderDevice;
    clientMessageId = entry.clientMessageId;
    content = entry.content;
    this.change = change;
  }

  /** The same entry, telling of a change of the group. */
  public ReceivedMessage withChange(GroupChange change) {
    return new ReceivedMessage(this, change);
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

  /** What the entry tells of a change of the group, made by the sender; null for a message. */
  public @Nullable GroupChange change() {
    return change;
  }

  @Override
  public String toString() {
    return conversation + "#" + epoch + "." + seq + " from " + sender + "/" + senderDevice;
  }
}
