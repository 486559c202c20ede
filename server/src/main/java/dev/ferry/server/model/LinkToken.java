package dev.ferry.server.model;

import java.util.regex.Pattern;

/** The secret of a link into a group, made by a device. */
public record LinkToken(String value) {
  private static final String FORM = "[A-Za-z0-9_-]{22,64}";
  private static final Pattern PATTERN = Pattern.compile(FORM);

  /**
   * @throws InvalidValueException when the form is wrong; it does not repeat the value
   */
  public LinkToken {
    if (!PATTERN.matcher(value).matches()) {
      throw new InvalidValueException("link", value.length() + " characters", FORM);
    }
  }

  /** Nothing of the secret. */
  @Override
  public String toString() {
    return "LinkToken";
  }
}
