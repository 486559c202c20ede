package dev.ferry.server.request;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.ferry.protocol.v1.AudioContent;
import dev.ferry.protocol.v1.CardContent;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.FileContent;
import dev.ferry.protocol.v1.ForwardContent;
import dev.ferry.protocol.v1.ForwardedMessage;
import dev.ferry.protocol.v1.ImageContent;
import dev.ferry.protocol.v1.LinkContent;
import dev.ferry.protocol.v1.LocationContent;
import dev.ferry.protocol.v1.Media;
import dev.ferry.protocol.v1.VideoContent;
import dev.ferry.server.model.InvalidValueException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentKindsTest {
  private static final Media MEDIA =
      Media.newBuilder()
          .setReference("https://files.example.com/1")
          .setMimeType("image/png")
          .setSha256(zeros(32))
          .setThumbnail(zeros(16 << 10))
          .build();

  private static ByteString zeros(int count) {
    return ByteString.copyFrom(new byte[count]);
  }

  private static Content content(String type, ByteString body) {
    return Content.newBuilder().setType(type).setBody(body).build();
  }

  private static Content content(String type, MessageLite body) {
    return content(type, body.toByteString());
  }

  private static void assertRefused(String field, Content content) {
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> ContentKinds.check(content));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("content." + field + ": "), message);
  }

  private static void assertTaken(Content content) {
    assertDoesNotThrow(() -> ContentKinds.check(content));
  }

  @Test
  void eachKindIsTakenAtItsLimits() {
    Map<String, MessageLite> bodies =
        Map.of(
            "image", ImageContent.newBuilder().setMedia(MEDIA).build(),
            "audio", AudioContent.newBuilder().setMedia(MEDIA).build(),
            "video", VideoContent.newBuilder().setMedia(MEDIA).build(),
            "file", FileContent.newBuilder().setMedia(MEDIA).setName("n".repeat(255)).build(),
            "location", LocationContent.newBuilder().setLatitude(-90).setLongitude(180).build(),
            "card", CardContent.newBuilder().setSubject("bob").setName("Bob").build(),
            "link", LinkContent.newBuilder().setUrl("u".repeat(2048)).build());
    bodies.forEach((type, body) -> assertTaken(content(type, body)));
    assertTaken(content("text", zeros(100)));
    assertTaken(content("com.example.poll", zeros(100)));
  }

  @Test
  void whatIsBeyondALimitIsRefusedWithItsField() {
    for (String type : List.of("image", "audio", "video", "file")) {
      Media.Builder long1 = MEDIA.toBuilder().setReference("r".repeat(1025));
      assertRefused("media.reference", content(type, image(long1)));
      assertRefused("media.reference", content(type, ByteString.EMPTY));
    }
    assertRefused(
        "media.thumbnail",
        content("image", image(MEDIA.toBuilder().setThumbnail(zeros((16 << 10) + 1)))));
    assertRefused("media.sha256", content("image", image(MEDIA.toBuilder().setSha256(zeros(31)))));
    assertRefused(
        "media.mime_type", content("image", image(MEDIA.toBuilder().setMimeType("m".repeat(129)))));
    assertRefused("name", content("file", FileContent.newBuilder().setMedia(MEDIA).build()));
    assertRefused(
        "latitude", content("location", LocationContent.newBuilder().setLatitude(90.1).build()));
    assertRefused(
        "longitude",
        content("location", LocationContent.newBuilder().setLongitude(Double.NaN).build()));
    assertRefused("subject", content("card", CardContent.getDefaultInstance()));
    assertRefused(
        "url", content("link", LinkContent.newBuilder().setUrl("é".repeat(1025)).build()));
  }

  private static Content forward(ForwardedMessage.Builder... messages) {
    ForwardContent.Builder forward = ForwardContent.newBuilder().setTitle("t".repeat(255));
    List.of(messages).forEach(forward::addMessages);
    return content("forward", forward.build());
  }

  private static ForwardedMessage.Builder copy(Content content) {
    return ForwardedMessage.newBuilder().setSender("bob").setContent(content);
  }

  @Test
  void severalMessagesInOneAreCheckedEach() {
    Content text = content("text", ByteString.EMPTY);
    ForwardedMessage.Builder[] many = new ForwardedMessage.Builder[100];
    Arrays.fill(many, copy(text));
    assertTaken(forward(many));
    assertTaken(forward(copy(forward(copy(text))), copy(text)));
    assertRefused("messages", forward());
    ForwardedMessage.Builder[] tooMany = new ForwardedMessage.Builder[101];
    Arrays.fill(tooMany, copy(text));
    assertRefused("messages", forward(tooMany));
    assertRefused("messages", forward(copy(forward(copy(forward(copy(text)))))));
    assertRefused("messages.time_ms", forward(copy(text), copy(text).setTimeMs(-1)));
    assertRefused("type", forward(copy(Content.getDefaultInstance())));
    assertRefused("type", forward(copy(content("ferry.recalled", ByteString.EMPTY))));
    assertRefused("url", forward(copy(content("link", ByteString.EMPTY))));
    assertRefused(
        "title", content("forward", ForwardContent.newBuilder().setTitle("t".repeat(256)).build()));
    assertThrows(
        InvalidValueException.class,
        () -> ContentKinds.check(forward(copy(text).setSender("no/body"))));
  }

  /** The media is the first field of all that have one. */
  private static MessageLite image(Media.Builder media) {
    return ImageContent.newBuilder().setMedia(media).build();
  }

  @Test
  void whatIsNotOfItsTypeIsRefused() {
    for (String type :
        List.of("image", "audio", "video", "file", "location", "card", "link", "forward")) {
      assertRefused("body", content(type, ByteString.copyFromUtf8("\u000f\u000f\u000f")));
    }
  }

  @Test
  void whatOnlyTheServerSaysIsNotForClients() {
    for (String type : List.of("ferry.recalled", "ferry.group", "system")) {
      assertRefused("type", content(type, ByteString.EMPTY));
    }
  }
}
