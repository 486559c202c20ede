package dev.ferry.server.model;

/** One server process, as logs and clients name it. */
public record NodeId(String value) {
  private static final String FORM = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final String MARKS = "._-";

  /**
   * @throws InvalidValueException when the form is wrong
   */
  public NodeId {
    if (!IdForm.matches(value, 0, MARKS)) {
      throw new InvalidValueException("node", value, FORM);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
