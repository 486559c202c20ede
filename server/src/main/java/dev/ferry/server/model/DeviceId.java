package dev.ferry.server.model;

import java.util.regex.Pattern;

/** One installation of a user's client; unique within its user. */
public record DeviceId(String value) {
  private static final String FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final Pattern PATTERN = Pattern.compile(FORM);

  /**
   * @throws InvalidValueException when the form is wrong
   */
  public DeviceId {
    if (!PATTERN.matcher(value).matches()) {
      throw new InvalidValueException("device", value, FORM);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
