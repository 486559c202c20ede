package dev.ferry.cli.connect;

import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.ConversationIds;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a group's name, {@code team}, {@code #team} or {@code g/team}, as its conversation id. */
public final class GroupConverter implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    String name =
        value.startsWith("#")
            ? value.substring(1)
            : ConversationIds.isGroup(value) ? value.substring(2) : value;
    try {
      return ConversationIds.group(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'" + SafeText.of(value) + "' (expected: up to 64 of letters, digits and . _ -)");
    }
  }
}
