package dev.ferry.cli.connect;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 1d}; at most 68 years. */
public final class DurationConverter implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  /** What the SDK takes as a setting or a lifetime. */
  private static final Duration MAX = Duration.ofSeconds(Integer.MAX_VALUE);

  @Override
  public Duration convert(String value) {
    Matcher form = FORM.matcher(value);
    if (!form.matches()) {
      throw new TypeConversionException(
          "'" + value + "' (expected: a number and one of ms, s, m, h, d; for example 10s)");
    }
    long amount = Long.parseLong(form.group(1));
    if (amount == 0) {
      throw new TypeConversionException("'" + value + "' (expected: more than 0)");
    }
    Duration duration = duration(amount, form.group(2));
    if (duration.compareTo(MAX) > 0) {
      throw new TypeConversionException(
          "'" + value + "' (expected: at most " + MAX.toDays() + "d)");
    }
    return duration;
  }

  private static Duration duration(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** The shortest form for people: {@code 1.5 s}, {@code 230 ms}. */
  public static String words(Duration duration) {
    long ms = duration.toMillis();
    if (ms < 1000) {
      return ms + " ms";
    }
    return ms % 1000 < 100 ? ms / 1000 + " s" : ms / 1000 + "." + ms % 1000 / 100 + " s";
  }
}
