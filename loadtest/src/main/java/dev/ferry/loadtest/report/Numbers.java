package dev.ferry.loadtest.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {
  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

  private Numbers() {}

  /** Three digits that count, and no more than that of a fraction: 0.00512, 5.12, 51.2, 5120. */
  static String plain(double value) {
    return shown(value).toPlainString();
  }

  /** The same with a comma between thousands: 2,398,800. */
  static String grouped(double value) {
    BigDecimal shown = shown(value);
    return String.format(Locale.ROOT, "%,." + Math.max(0, shown.scale()) + "f", shown);
  }

  private static BigDecimal shown(double value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal whole = exact.setScale(0, RoundingMode.HALF_UP);
    BigDecimal shown = whole.precision() >= 3 ? whole : exact.round(THREE_DIGITS);
    return shown.signum() == 0 ? BigDecimal.ZERO : shown.stripTrailingZeros();
  }
}
