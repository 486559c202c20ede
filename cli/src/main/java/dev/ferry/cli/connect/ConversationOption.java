package dev.ferry.cli.connect;

import dev.ferry.client.FerryClient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which conversation a command is about: one of the two, for an {@code ArgGroup}. */
public final class ConversationOption {
  @Option(
      names = "--with",
      required = true,
      paramLabel = "USER",
      converter = UserConverter.class,
      description = "The other user.")
  @Nullable String with;

  @Option(
      names = "--group",
      required = true,
      paramLabel = "GROUP",
      converter = GroupConverter.class,
      description = "The group.")
  @Nullable String group;

  /** The conversation's id. */
  public String of(FerryClient client) {
    return group != null
        ? group
        : client.directWith(Objects.requireNonNull(with, "picocli demands one"));
  }
}
