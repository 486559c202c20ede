package dev.ferry.server.model;

import java.util.regex.Pattern;

/** One server process, as logs and clients name it. */
public record NodeId(String value) {
  private static final String FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final Pattern PATTERN = Pattern.compile(FORM);

  /**
   * @throws InvalidValueException when the form is wrong
   */
  public NodeId {
    if (!PATTERN.matcher(value).matches()) {
      throw new InvalidValueException("node", value, FORM);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
