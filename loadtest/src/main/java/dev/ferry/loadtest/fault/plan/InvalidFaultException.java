package dev.ferry.loadtest.fault.plan;

import java.util.Optional;

/** A {@code --fault} that cannot be meant. The message is for the person who wrote it. */
public final class InvalidFaultException extends IllegalArgumentException {
  private static final int SHOWN_MAX = 120;

  private final transient Place place;
  private final String expected;
  private final transient Optional<String> hint;

  /**
   * Where in which value.
   *
   * @param value the whole value of the option
   * @param position of the first wrong character, from 0
   * @param found the wrong part, "" at the value's end
   */
  public record Place(String value, int position, String found) {}

  InvalidFaultException(Place place, String expected, Optional<String> hint) {
    super(
        "--fault '%s', at character %d: %s (expected: %s)%s"
            .formatted(
                shown(place.value(), place.position()),
                place.position() + 1,
                place.found().isEmpty() ? "nothing" : "'" + place.found() + "'",
                expected,
                hint.map(name -> "; did you mean " + name + "?").orElse("")));
    this.place = place;
    this.expected = expected;
    this.hint = hint;
  }

  /** As much of a long value as one line can show. */
  private static String shown(String value, int position) {
    if (value.length() <= SHOWN_MAX) {
      return value;
    }
    int begin = Math.max(0, Math.min(position, value.length() - SHOWN_MAX / 2) - SHOWN_MAX / 2);
    int end = Math.min(value.length(), begin + SHOWN_MAX);
    return (begin == 0 ? "" : "…")
        + value.substring(begin, end)
        + (end == value.length() ? "" : "…");
  }

  public Place place() {
    return place;
  }

  public String expected() {
    return expected;
  }

  /** The known name that is nearest to a mistyped one. */
  public Optional<String> hint() {
    return hint;
  }
}
