package dev.ferry.client.core;

import dev.ferry.client.FerryException;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.Limits;
import dev.ferry.protocol.v1.SendMessage;
import org.jspecify.annotations.Nullable;

/**
 * What the server takes of sends and of questions. What is too large is refused here already: a
 * frame that is too large would cost the connection, again on each resend.
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
    SendMessage.Builder send = OutgoingForm.send(message);
    if (send == null) {
      return null;
    }
    if (preceding != null) {
      send.setAfter(Wire.bytes(preceding.id()));
    }
    ClientFrame frame = ClientFrame.newBuilder().setSendMessage(send).build();
    Content content = send.getContent();
    long contentBytes = (long) content.getBody().size() + content.getTextBytes().size();
    return contentBytes <= contentBytesMax && takes(frame) ? frame.toBuilder() : null;
  }

  /** Whether the server takes {@code frame}, which has no request id yet. */
  boolean takes(ClientFrame frame) {
    return frameBytes(frame) <= frameBytesMax();
  }

  private static long frameBytes(ClientFrame frame) {
    return (long) frame.getSerializedSize() + REQUEST_ID_BYTES_MAX;
  }

  private long frameBytesMax() {
    return (long) contentBytesMax + ENVELOPE_BYTES_MAX;
  }

  FerryException tooLarge(OutgoingMessage message) {
    return tooLarge("content bytes: ", message.content().length, contentBytesMax);
  }

  FerryException tooLarge(ClientFrame frame) {
    return tooLarge("frame bytes: ", frameBytes(frame), frameBytesMax());
  }

  private static FerryException tooLarge(String what, long bytes, long bytesMax) {
    String value = String.valueOf(bytes);
    return new FerryException(
        FerryException.Kind.REFUSED,
        "CONTENT_TOO_LARGE",
        what + value + " (expected: <= " + bytesMax + ")",
        value,
        null);
  }
}
