package dev.ferry.server.model;

/** What people call a device; may be empty. */
public record DeviceName(String value) {
  private static final int CHARS_MAX = 64;

  /**
   * @throws InvalidValueException when it is longer than 64 characters or has control characters
   */
  public DeviceName {
    if (value.length() > CHARS_MAX || value.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidValueException(
          "device_name", value, "at most " + CHARS_MAX + " characters, none of them a control");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
