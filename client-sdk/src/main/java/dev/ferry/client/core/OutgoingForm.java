package dev.ferry.client.core;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.client.Draft;
import dev.ferry.client.MessageContent;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.message.Operation;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.SendMessage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes what {@link ClientCore#send} takes, and reads it. {@code id} are random bits that nothing
 * else of the device has.
 */
public final class OutgoingForm {
  private OutgoingForm() {}

  /** A message. */
  public static OutgoingMessage message(UUID id, String conversation, Draft draft) {
    SendMessage.Builder send =
        SendMessage.newBuilder()
            .setContent(Wire.content(draft.content()))
            .addAllMentions(draft.mentions())
            .setMentionAll(draft.mentionsAll())
            .setTtlMs(draft.ttlMs());
    MessageRef replyTo = draft.replyTo();
    if (replyTo != null) {
      send.setReplyToEpoch(replyTo.epoch()).setReplyToSeq(replyTo.seq());
    }
    if (draft.forwarded() != null) {
      send.setForwarded(MessageWire.forwarded(draft.forwarded()));
    }
    return new OutgoingMessage(id, conversation, send.build().toByteArray());
  }

  /** An operation on {@code target}; {@code emoji} is empty but for reactions. */
  public static OutgoingMessage operation(
      UUID id, MessageRef target, Operation.Kind kind, String emoji) {
    SendMessage.Builder send =
        SendMessage.newBuilder().setOperation(MessageWire.operation(target, kind, emoji));
    return new OutgoingMessage(id, target.conversation(), send.build().toByteArray());
  }

  /** An edit of {@code target}. */
  public static OutgoingMessage edit(UUID id, MessageRef target, MessageContent content) {
    SendMessage.Builder send =
        SendMessage.newBuilder()
            .setOperation(MessageWire.operation(target, Operation.Kind.EDIT, ""))
            .setContent(Wire.content(content));
    return new OutgoingMessage(id, target.conversation(), send.build().toByteArray());
  }

  /** What goes to the server but for {@code after}; null when the store gave other bytes back. */
  static SendMessage.@Nullable Builder send(OutgoingMessage message) {
    try {
      return SendMessage.parseFrom(message.content()).toBuilder()
          .setConversation(message.conversation())
          .setClientMessageId(Wire.bytes(message.id()));
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  /** Whether there may be no entry of it though it is acked. */
  static boolean mayBeNoEntry(OutgoingMessage message) {
    SendMessage.Builder send = send(message);
    return send != null && send.hasOperation();
  }

  /** The entry that {@code ack} tells of, which is not pushed to the session that sent it. */
  static Message entry(OutgoingMessage message, MessageAck ack, CoreOptions sender) {
    SendMessage.Builder send = send(message);
    if (send == null) {
      throw new IllegalStateException("what was sent: " + message.id());
    }
    Content content = send.hasContent() ? send.getContent() : Wire.content(MessageContent.NONE);
    Message.Builder entry =
        Message.newBuilder()
            .setConversation(message.conversation())
            .setEpoch(ack.getEpoch())
            .setSeq(ack.getSeq())
            .setTimeMs(ack.getTimeMs())
            .setCount(ack.getCount())
            .setSender(sender.user())
            .setSenderDevice(sender.device())
            .setClientMessageId(send.getClientMessageId())
            .setContent(content)
            .setReplyToSeq(send.getReplyToSeq())
            .addAllMentions(send.getMentionsList())
            .setMentionAll(send.getMentionAll())
            .setTtlMs(send.getTtlMs());
    if (send.hasForwarded()) {
      entry.setForwarded(send.getForwarded());
    }
    if (send.hasOperation()) {
      entry.setOperation(send.getOperation());
    }
    return entry.build();
  }
}
