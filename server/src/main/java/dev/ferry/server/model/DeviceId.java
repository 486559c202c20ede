package dev.ferry.server.model;

/** One installation of a user's client; unique within its user. */
public record DeviceId(String value) {
  private static final String FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final String MARKS = "._-";

  /**
   * @throws InvalidValueException when the form is wrong
   */
  public DeviceId {
    if (!IdForm.matches(value, 0, MARKS)) {
      throw new InvalidValueException("device", value, FORM);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
