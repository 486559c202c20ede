package dev.ferry.cli.connect;

import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.ConversationIds;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Checks a user id before anything is connected. */
public final class UserConverter implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    try {
      ConversationIds.direct(value, value);
      return value;
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'" + SafeText.of(value) + "' (expected: up to 64 of letters, digits and . _ @ + -)");
    }
  }
}
