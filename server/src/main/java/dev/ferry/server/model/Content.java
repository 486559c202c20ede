package dev.ferry.server.model;

/**
 * What a message carries; {@code body} is opaque and, by convention, never changed after
 * construction.
 *
 * @param silent whether the message does not count as unread
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Content(String type, byte[] body, String text, boolean silent) {
  /** In place of what was recalled. */
  public static final Content RECALLED =
      new Content("ferry.recalled", new byte[0], "message recalled", false);

  /** In place of what has expired. */
  public static final Content EXPIRED =
      new Content("ferry.expired", new byte[0], "message expired", false);

  /** Of operations that say nothing. */
  public static final Content NONE = new Content("ferry.operation", new byte[0], "", false);

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

  /** Content that counts as unread. */
  public Content(String type, byte[] body, String text) {
    this(type, body, text, false);
  }

  /** Body and text, in UTF-8, together in bytes. */
  public int sizeBytes() {
    return body.length + utf8Bytes(text);
  }

  /** Counts without encoding, because every message is counted and none is sent from here. */
  private static int utf8Bytes(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        continue;
      }
      // A pair of chars makes four bytes; half of one is encoded as a question mark.
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        bytes += 2;
        i++;
      } else if (!Character.isSurrogate(c)) {
        bytes += c < 0x800 ? 1 : 2;
      }
    }
    return bytes;
  }
}
