package dev.ferry.cli.connect;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a place in a conversation: a whole number from 1 on. */
public final class SeqConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String value) {
    try {
      long seq = Long.parseLong(value);
      if (seq > 0) {
        return seq;
      }
    } catch (NumberFormatException e) {
      // Told below, together with those below 1.
    }
    throw new TypeConversionException("'" + value + "' (expected: a whole number, 1 or more)");
  }
}
