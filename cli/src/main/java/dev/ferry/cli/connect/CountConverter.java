package dev.ferry.cli.connect;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number from 0 on. */
public final class CountConverter implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String value) {
    try {
      int count = Integer.parseInt(value);
      if (count >= 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Told below, together with the negative ones.
    }
    throw new TypeConversionException("'" + value + "' (expected: a whole number, 0 or more)");
  }
}
