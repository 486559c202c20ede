package dev.ferry.server.model;

/** An account of the embedding app. */
public record UserId(String value) implements Comparable<UserId> {
  static final String FORM = "[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}";
  private static final String MARKS = "._@+-";

  /**
   * @throws InvalidValueException when the form is wrong
   */
  public UserId {
    if (!IdForm.matches(value, 0, MARKS)) {
      throw new InvalidValueException("user", value, FORM);
    }
  }

  @Override
  public int compareTo(UserId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
