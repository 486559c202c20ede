package dev.ferry.cli.group;

import dev.ferry.cli.terminal.ChangeWords;
import dev.ferry.cli.terminal.SafeText;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.TypeConversionException;

/** Values of enums as people type them. */
final class Words {
  private Words() {}

  static <E extends Enum<E>> E of(E[] values, String word) {
    for (E value : values) {
      if (ChangeWords.lower(value).equals(word)) {
        return value;
      }
    }
    String all = Arrays.stream(values).map(ChangeWords::lower).collect(Collectors.joining(", "));
    throw unexpected(word, "one of " + all);
  }

  static TypeConversionException unexpected(String word, String expected) {
    return new TypeConversionException("'" + SafeText.of(word) + "' (expected: " + expected + ")");
  }
}
