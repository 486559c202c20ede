package dev.ferry.server.model;

import java.nio.charset.StandardCharsets;

/**
 * What a message carries; {@code body} is opaque and, by convention, never changed after
 * construction.
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Content(String type, byte[] body, String text) {
  private static final int TYPE_CHARS_MAX = 64;

  /**
   * @throws InvalidValueException when the type is empty or too long
   */
  public Content {
    if (type.isEmpty() || type.length() > TYPE_CHARS_MAX) {
      throw new InvalidValueException(
          "content.type", type, "1 to " + TYPE_CHARS_MAX + " characters");
    }
  }

  /** Body and text together, in bytes. */
  public int sizeBytes() {
    return body.length + text.getBytes(StandardCharsets.UTF_8).length;
  }
}
