package dev.ferry.loadtest.fault.plan;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as people write them: {@code 500ms}, {@code 1.5s}, {@code 2m}. */
final class Durations {
  static final String FORM = "[0-9]{1,6}(\\.[0-9]{1,3})?(ms|s|m)";

  private Durations() {}

  /** Of a text of {@link #FORM}; parts of a millisecond are dropped. */
  static Duration parse(String text) {
    int unitAt = text.endsWith("ms") ? text.length() - 2 : text.length() - 1;
    long millis =
        switch (text.substring(unitAt)) {
          case "ms" -> 1;
          case "s" -> 1_000;
          default -> 60_000;
        };
    BigDecimal amount = new BigDecimal(text.substring(0, unitAt));
    return Duration.ofMillis(amount.multiply(BigDecimal.valueOf(millis)).longValue());
  }

  /** In whole seconds if it is some, else in milliseconds. */
  static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }
}
