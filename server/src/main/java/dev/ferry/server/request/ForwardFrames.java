package dev.ferry.server.request;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.protocol.v1.ForwardContent;
import dev.ferry.protocol.v1.ForwardedMessage;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.Forwarded;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.UserId;
import java.nio.charset.StandardCharsets;

/** Where forwarded messages come from, and several of them in one. */
final class ForwardFrames {
  /** The type of content that has several messages. */
  static final String TYPE = "forward";

  private static final int MESSAGES_MAX = 100;
  private static final int TITLE_BYTES_MAX = 255;

  /** A forward in a forward, and no further. */
  private static final int DEPTH_MAX = 2;

  private static final byte[] NOTHING = {};

  private ForwardFrames() {}

  /**
   * @throws InvalidValueException when a value is not of its form
   */
  static Forwarded forwarded(dev.ferry.protocol.v1.Forwarded wire) {
    return new Forwarded(new UserId(wire.getSender()), wire.getTimeMs(), wire.getHops());
  }

  static dev.ferry.protocol.v1.Forwarded forwarded(Forwarded forwarded) {
    return dev.ferry.protocol.v1.Forwarded.newBuilder()
        .setSender(forwarded.sender().value())
        .setTimeMs(forwarded.timeMs())
        .setHops(forwarded.hops())
        .build();
  }

  /**
   * @param depth 1 for the content of a message, 2 for that of a message in it
   * @throws InvalidValueException when it, or a content in it, is not of its form
   */
  static void check(ByteString body, int depth) throws InvalidProtocolBufferException {
    if (depth > DEPTH_MAX) {
      throw new InvalidValueException(
          "content.messages", TYPE + " " + depth + " deep", "at most " + DEPTH_MAX + " deep");
    }
    ForwardContent content = ForwardContent.parseFrom(body);
    int titleBytes = content.getTitle().getBytes(StandardCharsets.UTF_8).length;
    if (titleBytes > TITLE_BYTES_MAX) {
      throw new InvalidValueException(
          "content.title", titleBytes + " bytes", "0 to " + TITLE_BYTES_MAX + " bytes");
    }
    int count = content.getMessagesCount();
    if (count < 1 || count > MESSAGES_MAX) {
      throw new InvalidValueException(
          "content.messages", String.valueOf(count), "1 to " + MESSAGES_MAX);
    }
    for (ForwardedMessage message : content.getMessagesList()) {
      check(message, depth);
    }
  }

  private static void check(ForwardedMessage message, int depth) {
    var unused = new UserId(message.getSender());
    if (message.getTimeMs() < 0) {
      throw new InvalidValueException(
          "content.messages.time_ms", String.valueOf(message.getTimeMs()), ">= 0");
    }
    var alsoUnused = new Content(message.getContent().getType(), NOTHING, "");
    ContentKinds.check(message.getContent(), depth + 1);
  }
}
