package dev.ferry.client.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.client.ConversationHead;
import dev.ferry.client.ConversationsPage;
import dev.ferry.client.FerryException;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.MessageContent;
import dev.ferry.client.MessageReceipts;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.Receipts;
import dev.ferry.protocol.v1.ServerFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Between the wire's messages and the values of the public face. */
final class Wire {
  /** A longer wait is not believed. */
  private static final long HINT_MAX_MS = 3_600_000;

  private Wire() {}

  static ServerFrame parse(byte[] frame) throws MalformedFrameException {
    try {
      return ServerFrame.parseFrom(frame);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedFrameException("not a ServerFrame: " + e.getMessage());
    }
  }

  static Content content(MessageContent content) {
    return Content.newBuilder()
        .setType(content.type())
        .setBody(ByteString.copyFrom(content.body()))
        .setText(content.text())
        .setSilent(content.silent())
        .build();
  }

  private static MessageContent content(Content content) {
    MessageContent received =
        MessageContent.of(content.getType(), content.getBody().toByteArray(), content.getText());
    return content.getSilent() ? received.asSilent() : received;
  }

  static ByteString bytes(UUID id) {
    ByteBuffer buffer = ByteBuffer.allocate(16);
    buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    return ByteString.copyFrom(buffer.array());
  }

  /** The id, or the nil id when the bytes are no id: a peer's mistake must not stop the reader. */
  static UUID id(ByteString bytes) {
    if (bytes.size() != 16) {
      return new UUID(0, 0);
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  static ReceivedMessage received(Message message) {
    Content content = message.getContent();
    ReceivedMessage received =
        new ReceivedMessage(
            message.getConversation(),
            message.getEpoch(),
            message.getSeq(),
            message.getTimeMs(),
            message.getSender(),
            message.getSenderDevice(),
            id(message.getClientMessageId()),
            content(content));
    return message.hasChange()
        ? received.withChange(GroupWire.change(message.getChange()))
        : MessageWire.complete(received, message);
  }

  static SendReceipt receipt(OutgoingMessage message, MessageAck ack) {
    return new SendReceipt(
        message.id(), message.conversation(), ack.getEpoch(), ack.getSeq(), ack.getTimeMs());
  }

  /** The message that was acked, without who sent it. */
  static Message.Builder acked(OutgoingMessage sent, MessageAck ack) {
    Content content;
    try {
      content = Content.parseFrom(sent.content());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("content that was sent: " + sent.id(), e);
    }
    return Message.newBuilder()
        .setConversation(sent.conversation())
        .setEpoch(ack.getEpoch())
        .setSeq(ack.getSeq())
        .setTimeMs(ack.getTimeMs())
        .setClientMessageId(bytes(sent.id()))
        .setContent(content)
        .setCount(ack.getCount());
  }

  static HistoryPage history(MessagePage page) {
    List<ReceivedMessage> messages = new ArrayList<>(page.getMessagesCount());
    for (Message message : page.getMessagesList()) {
      ReceivedMessage received = received(message);
      // Also what nothing was done to is known up to the head.
      messages.add(
          received.withOutcome(
              received.outcome(), Math.max(received.outcomeSeq(), page.getHeadSeq())));
    }
    return new HistoryPage(
        page.getConversation(), page.getEpoch(), page.getFirstSeq(), page.getHeadSeq(), messages);
  }

  static MessageReceipts receipts(Receipts receipts) {
    return new MessageReceipts(
        receipts.getConversation(),
        receipts.getEpoch(),
        receipts.getSeq(),
        receipts.getMembers(),
        receipts.getReadList(),
        receipts.getDeliveredList());
  }

  static ConversationsPage conversations(Heads page) {
    List<ConversationHead> conversations = new ArrayList<>(page.getHeadsCount());
    for (Head head : page.getHeadsList()) {
      conversations.add(
          new ConversationHead(
              head.getConversation(),
              head.getEpoch(),
              head.getSeq(),
              head.getTimeMs(),
              head.getLeft()));
    }
    return new ConversationsPage(conversations, page.getNext());
  }

  /** The exception that tells an app of {@code error}; its kind follows from the duty. */
  static FerryException exception(Error error) {
    return new FerryException(
        kind(error.getDuty()),
        error.getCode().name(),
        error.getCode().name() + ": " + error.getMessage(),
        error.getValue(),
        null);
  }

  private static FerryException.Kind kind(Duty duty) {
    switch (duty) {
      case GIVE_UP:
        return FerryException.Kind.TERMINATED;
      case LOG_IN_AGAIN:
        return FerryException.Kind.UNAUTHENTICATED;
      case FIX:
        return FerryException.Kind.REFUSED;
      default:
        return FerryException.Kind.UNREACHABLE;
    }
  }

  /** The least wait that the error asks for, in milliseconds. */
  static long retryAfterMs(Error error) {
    return hintMs(error.getRetryAfterMs());
  }

  /** An unsigned wait of the wire, in milliseconds. */
  static long hintMs(int unsigned) {
    return Math.min(HINT_MAX_MS, Integer.toUnsignedLong(unsigned));
  }
}
