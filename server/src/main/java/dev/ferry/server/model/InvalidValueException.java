package dev.ferry.server.model;

/** A value from outside that has the wrong form; says which, and what was expected. */
public final class InvalidValueException extends IllegalArgumentException {
  private static final int VALUE_SHOWN_MAX = 80;

  private final String value;

  public InvalidValueException(String field, String value, String expected) {
    super(field + ": " + shorten(value) + " (expected: " + expected + ")");
    this.value = shorten(value);
  }

  /** The offending value, at most 80 characters of it. */
  public String value() {
    return value;
  }

  private static String shorten(String value) {
    return value.length() <= VALUE_SHOWN_MAX ? value : value.substring(0, VALUE_SHOWN_MAX) + "…";
  }
}
