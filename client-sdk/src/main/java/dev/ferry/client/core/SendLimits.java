package dev.ferry.client.core;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.client.FerryException;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.Limits;
import dev.ferry.protocol.v1.SendMessage;
import org.jspecify.annotations.Nullable;

/**
 * What the server takes of sends. A content that is too large is refused here already: a frame that
 * is too large would cost the connection, again on each resend.
 */
final class SendLimits {
  static final SendLimits UNKNOWN = new SendLimits(Limits.getDefaultInstance());
  private static final int ENVELOPE_BYTES_MAX = 4096;
  private static final int REQUEST_ID_BYTES_MAX = 11;

  private final int unackedMax;
  private final int contentBytesMax;

  SendLimits(Limits limits) {
    unackedMax = limits.getUnackedMax() > 0 ? limits.getUnackedMax() : 64;
    contentBytesMax = limits.getContentBytesMax() > 0 ? limits.getContentBytesMax() : 1 << 16;
  }

  /** Sends without an ack in one conversation. */
  int unackedMax() {
    return unackedMax;
  }

  /** The frame that sends {@code message}, or null when no server would take it. */
  ClientFrame.@Nullable Builder frame(
      OutgoingMessage message, @Nullable OutgoingMessage preceding) {
    Content content;
    try {
      content = Content.parseFrom(message.content());
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
    SendMessage.Builder send =
        SendMessage.newBuilder()
            .setConversation(message.conversation())
            .setClientMessageId(Wire.bytes(message.id()))
            .setContent(content);
    if (preceding != null) {
      send.setAfter(Wire.bytes(preceding.id()));
    }
    SendMessage body = send.build();
    long contentBytes = (long) content.getBody().size() + content.getTextBytes().size();
    long frameBytes = (long) body.getSerializedSize() + REQUEST_ID_BYTES_MAX + 5;
    boolean fits =
        contentBytes <= contentBytesMax
            && frameBytes <= (long) contentBytesMax + ENVELOPE_BYTES_MAX;
    return fits ? ClientFrame.newBuilder().setSendMessage(body) : null;
  }

  FerryException tooLarge(OutgoingMessage message) {
    String size = String.valueOf(message.content().length);
    return new FerryException(
        FerryException.Kind.REFUSED,
        "CONTENT_TOO_LARGE",
        "content bytes: " + size + " (expected: <= " + contentBytesMax + ")",
        size,
        null);
  }
}
