package dev.ferry.server.model;

/**
 * Something for whoever is there at this moment, such as that somebody is typing. Not kept, not
 * repeated, and the first to be left out when there is much to do.
 *
 * @param stamp of the sender's session, as the log orders a device's sessions
 * @param type 1 to 64 characters; {@code typing} is that of the SDK
 * @param body up to {@value #BODY_MAX} bytes, not changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Signal(
    ConversationId conversation,
    UserId sender,
    DeviceId device,
    long stamp,
    String type,
    byte[] body)
    implements Hint {
  public static final int BODY_MAX = 1024;
  private static final int TYPE_MAX = 64;

  /**
   * @throws InvalidValueException when the type is empty or too long, or the body too large
   */
  public Signal {
    if (type.isEmpty() || type.length() > TYPE_MAX) {
      throw new InvalidValueException("type", type, "1 to " + TYPE_MAX + " characters");
    }
    if (body.length > BODY_MAX) {
      throw new InvalidValueException(
          "body", body.length + " bytes", "at most " + BODY_MAX + " bytes");
    }
  }
}
