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

  /** Cuts between characters, never through one that takes two Java chars. */
  private static String shorten(String value) {
    if (value.length() <= VALUE_SHOWN_MAX) {
      return value;
    }
    boolean through = Character.isHighSurrogate(value.charAt(VALUE_SHOWN_MAX - 1));
    return value.substring(0, through ? VALUE_SHOWN_MAX - 1 : VALUE_SHOWN_MAX) + "…";
  }
}
