package dev.ferry.server.request;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.protocol.v1.AudioContent;
import dev.ferry.protocol.v1.CardContent;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.FileContent;
import dev.ferry.protocol.v1.ImageContent;
import dev.ferry.protocol.v1.LinkContent;
import dev.ferry.protocol.v1.LocationContent;
import dev.ferry.protocol.v1.Media;
import dev.ferry.protocol.v1.VideoContent;
import dev.ferry.server.model.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Checks the contents of the kinds that {@code contents.proto} defines; others are the app's. */
final class ContentKinds {
  /** Types that only the server gives. */
  private static final String OWN_PREFIX = "ferry.";

  private static final String SYSTEM = "system";
  private static final int REFERENCE_BYTES_MAX = 1024;
  private static final int MIME_TYPE_BYTES_MAX = 128;
  private static final int SHA256_BYTES = 32;
  private static final int THUMBNAIL_BYTES_MAX = 16 << 10;
  private static final int NAME_BYTES_MAX = 255;
  private static final int URL_BYTES_MAX = 2048;

  /** Looks at a body. */
  private interface Check {
    void check(ByteString body, int depth) throws InvalidProtocolBufferException;
  }

  private static final Map<String, Check> CHECKS =
      Map.of(
          "image",
          (body, depth) -> media(ImageContent.parseFrom(body).getMedia()),
          "audio",
          (body, depth) -> media(AudioContent.parseFrom(body).getMedia()),
          "video",
          (body, depth) -> media(VideoContent.parseFrom(body).getMedia()),
          "file",
          (body, depth) -> file(FileContent.parseFrom(body)),
          "location",
          (body, depth) -> location(LocationContent.parseFrom(body)),
          "card",
          (body, depth) -> card(CardContent.parseFrom(body)),
          "link",
          (body, depth) -> link(LinkContent.parseFrom(body)),
          ForwardFrames.TYPE,
          ForwardFrames::check);

  private ContentKinds() {}

  /**
   * @throws InvalidValueException when the body is not what the type says, or larger, or when the
   *     type is not for clients to give
   */
  static void check(Content content) {
    check(content, 1);
  }

  /** Of a content as many deep in others. */
  static void check(Content content, int depth) {
    String type = content.getType();
    if (type.startsWith(OWN_PREFIX) || type.equals(SYSTEM)) {
      throw new InvalidValueException("content.type", type, "none that only the server gives");
    }
    Check check = CHECKS.get(type);
    if (check == null) {
      return;
    }
    try {
      check.check(content.getBody(), depth);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidValueException(
          "content.body", content.getBody().size() + " bytes", "the content of type " + type);
    }
  }

  private static void media(Media media) {
    bytes("media.reference", media.getReference(), 1, REFERENCE_BYTES_MAX);
    bytes("media.mime_type", media.getMimeType(), 0, MIME_TYPE_BYTES_MAX);
    bytes("media.thumbnail", media.getThumbnail().size(), 0, THUMBNAIL_BYTES_MAX);
    if (!media.getSha256().isEmpty()) {
      bytes("media.sha256", media.getSha256().size(), SHA256_BYTES, SHA256_BYTES);
    }
  }

  private static void file(FileContent file) {
    media(file.getMedia());
    bytes("name", file.getName(), 1, NAME_BYTES_MAX);
  }

  private static void location(LocationContent location) {
    degrees("latitude", location.getLatitude(), 90);
    degrees("longitude", location.getLongitude(), 180);
    bytes("name", location.getName(), 0, NAME_BYTES_MAX);
    bytes("address", location.getAddress(), 0, NAME_BYTES_MAX);
  }

  private static void card(CardContent card) {
    bytes("subject", card.getSubject(), 1, NAME_BYTES_MAX);
    bytes("name", card.getName(), 1, NAME_BYTES_MAX);
    bytes("avatar", card.getAvatar(), 0, REFERENCE_BYTES_MAX);
  }

  private static void link(LinkContent link) {
    bytes("url", link.getUrl(), 1, URL_BYTES_MAX);
    bytes("title", link.getTitle(), 0, NAME_BYTES_MAX);
    bytes("description", link.getDescription(), 0, REFERENCE_BYTES_MAX);
    bytes("thumbnail", link.getThumbnail().size(), 0, THUMBNAIL_BYTES_MAX);
  }

  private static void bytes(String field, String value, int least, int most) {
    bytes(field, value.getBytes(StandardCharsets.UTF_8).length, least, most);
  }

  private static void bytes(String field, int bytes, int least, int most) {
    if (bytes < least || bytes > most) {
      throw new InvalidValueException(
          "content." + field, bytes + " bytes", least + " to " + most + " bytes");
    }
  }

  /** Not a number is out of range, too. */
  private static void degrees(String field, double value, int most) {
    if (!(Math.abs(value) <= most)) {
      throw new InvalidValueException(
          "content." + field, String.valueOf(value), "-" + most + " to " + most);
    }
  }
}
