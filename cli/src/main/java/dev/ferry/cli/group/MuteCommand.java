package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.DurationConverter;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.Groups;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps a member from writing for a while. */
@Command(name = "mute", description = "Keep a member from writing for a while.")
final class MuteCommand extends GroupChangeCommand {
  @Parameters(
      index = "1",
      paramLabel = "USER",
      converter = UserConverter.class,
      description = "Whom.")
  String user = "";

  @ArgGroup(multiplicity = "1")
  End end = new End();

  /** One of the two. */
  static final class End {
    @Option(
        names = "--for",
        required = true,
        paramLabel = "DURATION",
        converter = DurationConverter.class,
        description = "For how long, by this machine's clock: 10m, 2h, 1d.")
    @Nullable Duration length;

    @Option(
        names = "--until",
        required = true,
        paramLabel = "TIME",
        converter = InstantConverter.class,
        description = "Until when: 2026-12-24T18:00:00Z.")
    @Nullable Instant until;

    Instant toInstant() {
      return until != null
          ? until
          : Instant.now().plus(Objects.requireNonNull(length, "picocli demands one"));
    }
  }

  static final class InstantConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String value) {
      try {
        Instant instant = OffsetDateTime.parse(value).toInstant();
        if (instant.toEpochMilli() > 0) {
          return instant;
        }
      } catch (DateTimeParseException | ArithmeticException e) {
        // Told below, together with the times before 1970.
      }
      throw Words.unexpected(value, "a time with its zone, such as 2026-12-24T18:00:00Z");
    }
  }

  MuteCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<GroupReceipt> ask(Groups groups) {
    return groups.mute(group, user, end.toInstant().toEpochMilli());
  }

  @Override
  String done() {
    return "muted " + user + " in " + name();
  }
}
