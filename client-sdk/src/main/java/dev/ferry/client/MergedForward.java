package dev.ferry.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.client.message.Origin;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.ForwardContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several messages in one, copied from wherever the user can read: {@link #content} is what is
 * sent. Immutable.
 */
public final class MergedForward {
  /** The type of such content. */
  public static final String TYPE = "forward";

  public static final int MESSAGES_MAX = 100;

  /** Bytes of UTF-8. */
  public static final int TITLE_BYTES_MAX = 255;

  private final String title;
  private final List<ForwardedMessage> messages;

  private MergedForward(String title, List<ForwardedMessage> messages) {
    this.title = title;
    this.messages = Collections.unmodifiableList(messages);
  }

  /**
   * Copies of these messages, in this order. Of one that was forwarded itself it says who wrote it
   * first.
   *
   * @param title may be empty
   * @throws IllegalArgumentException for none, or more than {@value #MESSAGES_MAX}; when one cannot
   *     be forwarded, as {@link Draft#forward} says; when one has a merged forward that has another
   *     one; when the title is longer than {@value #TITLE_BYTES_MAX} bytes
   */
  public static MergedForward of(String title, List<ReceivedMessage> messages) {
    int titleBytes = title.getBytes(StandardCharsets.UTF_8).length;
    if (titleBytes > TITLE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "title: " + titleBytes + " bytes (expected: at most " + TITLE_BYTES_MAX + ")");
    }
    if (messages.isEmpty() || messages.size() > MESSAGES_MAX) {
      throw new IllegalArgumentException(
          "messages: " + messages.size() + " (expected: 1 to " + MESSAGES_MAX + ")");
    }
    List<ForwardedMessage> copies = new ArrayList<>(messages.size());
    for (ReceivedMessage message : messages) {
      Origin origin = Draft.origin(message);
      MergedForward inner = read(message.content());
      if (inner != null && inner.isNested()) {
        throw new IllegalArgumentException(
            "messages: " + message + " is nested twice already (expected: at most once)");
      }
      copies.add(new ForwardedMessage(origin.sender(), origin.timeMs(), message.content()));
    }
    return new MergedForward(title, copies);
  }

  /** What {@code content} has; null when it is of another type, or cannot be read. */
  public static @Nullable MergedForward read(MessageContent content) {
    if (!content.type().equals(TYPE)) {
      return null;
    }
    try {
      ForwardContent wire = ForwardContent.parseFrom(content.body());
      List<ForwardedMessage> messages = new ArrayList<>(wire.getMessagesCount());
      for (dev.ferry.protocol.v1.ForwardedMessage each : wire.getMessagesList()) {
        Content inner = each.getContent();
        messages.add(
            new ForwardedMessage(
                each.getSender(),
                each.getTimeMs(),
                MessageContent.of(
                    inner.getType(), inner.getBody().toByteArray(), inner.getText())));
      }
      return new MergedForward(wire.getTitle(), messages);
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  private boolean isNested() {
    return messages.stream().anyMatch(message -> message.content().type().equals(TYPE));
  }

  /** May be empty. */
  public String title() {
    return title;
  }

  /** In the order in which they are to be read. */
  public List<ForwardedMessage> messages() {
    return messages;
  }

  /** What a message with this carries. */
  public MessageContent content() {
    ForwardContent.Builder wire = ForwardContent.newBuilder().setTitle(title);
    for (ForwardedMessage message : messages) {
      MessageContent content = message.content();
      wire.addMessages(
          dev.ferry.protocol.v1.ForwardedMessage.newBuilder()
              .setSender(message.sender())
              .setTimeMs(message.timeMs())
              .setContent(
                  Content.newBuilder()
                      .setType(content.type())
                      .setBody(ByteString.copyFrom(content.body()))
                      .setText(content.text())));
    }
    String text = title.isEmpty() ? messages.size() + " forwarded messages" : title;
    return MessageContent.of(TYPE, wire.build().toByteArray(), text);
  }
}
