package dev.ferry.cli.terminal;

import java.util.Locale;

/**
 * Makes foreign text harmless on a terminal: what could move the cursor, change colours, reorder
 * the line or end it is shown as an escape instead of being obeyed.
 */
public final class SafeText {
  private SafeText() {}

  /** {@code text} with every control character visible; ordinary text in any script is kept. */
  public static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int c) {
    switch (c) {
      case '\n' -> safe.append("\\n");
      case '\r' -> safe.append("\\r");
      case '\t' -> safe.append("\\t");
      default -> {
        if (isUnsafe(c)) {
          safe.append(String.format(Locale.ROOT, "\\u%04x", c));
        } else {
          safe.appendCodePoint(c);
        }
      }
    }
  }

  /** C0, DEL and C1, line separators, bidirectional overrides, halves of surrogate pairs. */
  private static boolean isUnsafe(int c) {
    return Character.isISOControl(c)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || Character.getType(c) == Character.SURROGATE;
  }
}
