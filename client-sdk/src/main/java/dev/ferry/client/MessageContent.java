package dev.ferry.client;

import java.nio.charset.StandardCharsets;

/**
 * What a message carries: a type, opaque bytes, and a text that a client which does not know the
 * type can show.
 */
public final class MessageContent {
  /** The type of plain text. */
  public static final String TEXT = "text";

  /** In place of what was recalled. */
  public static final MessageContent RECALLED =
      new MessageContent("ferry.recalled", new byte[0], "message recalled", false);

  /** In place of what has expired. */
  public static final MessageContent EXPIRED =
      new MessageContent("ferry.expired", new byte[0], "message expired", false);

  /** Of operations that say nothing. */
  public static final MessageContent NONE =
      new MessageContent("ferry.operation", new byte[0], "", false);

  private final String type;
  private final byte[] body;
  private final String text;
  private final boolean silent;

  private MessageContent(String type, byte[] body, String text, boolean silent) {
    this.type = type;
    this.body = body;
    this.text = text;
    this.silent = silent;
  }

  /** Plain text: no body. */
  public static MessageContent text(String text) {
    return new MessageContent(TEXT, new byte[0], text, false);
  }

  /** Content of the app's own type; {@code body} is copied. */
  public static MessageContent of(String type, byte[] body, String text) {
    return new MessageContent(type, body.clone(), text, false);
  }

  /** The same, of which nobody is to be bothered: it does not count as unread. */
  public MessageContent asSilent() {
    return new MessageContent(type, body, text, true);
  }

  /** Whether it does not count as unread. */
  public boolean silent() {
    return silent;
  }

  public String type() {
    return type;
  }

  /** A copy of the opaque bytes. */
  public byte[] body() {
    return body.clone();
  }

  public String text() {
    return text;
  }

  /** Bytes of body and text together, which the server limits. */
  public int sizeBytes() {
    return body.length + text.getBytes(StandardCharsets.UTF_8).length;
  }
}
