package dev.ferry.cli;

import dev.ferry.cli.connect.ConnectOptions;
import dev.ferry.cli.connect.Connection;
import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.Deadline;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.connect.PatienceOption;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.PresenceFormat;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.presence.PresenceSettings;
import dev.ferry.client.presence.Presences;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.client.presence.Visibility;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Tells who is online, and sets what others see. */
@Command(
    name = "presence",
    description = "Show who is online; without USER, or with a setting, what others see of you.")
final class PresenceCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  private final Context context;

  @Mixin ConnectOptions connect = new ConnectOptions();

  @Mixin PatienceOption patience = new PatienceOption();

  @Option(names = "--json", description = "Print JSON, one object a line.")
  boolean json;

  @Option(
      names = "--status",
      paramLabel = "TEXT",
      description = "Set your own words; empty for none.")
  @Nullable String status;

  @Option(
      names = "--invisible",
      arity = "1",
      paramLabel = "true|false",
      description = "Whether you look offline to all others.")
  @Nullable Boolean invisible;

  @Option(
      names = "--visible-to",
      paramLabel = "WHO",
      converter = VisibilityConverter.class,
      description = "Set who may see it: everyone, contacts or nobody.")
  @Nullable Visibility visibleTo;

  @Parameters(
      paramLabel = "USER",
      arity = "0..*",
      converter = UserConverter.class,
      description = "Who to look for; at most 200.")
  List<String> users = new ArrayList<>();

  static final class VisibilityConverter implements ITypeConverter<Visibility> {
    @Override
    public Visibility convert(String value) {
      for (Visibility each : Visibility.values()) {
        if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
          return each;
        }
      }
      throw new TypeConversionException(
          "'" + SafeText.of(value) + "' (expected: everyone, contacts or nobody)");
    }
  }

  PresenceCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Deadline deadline = Deadline.in(patience.timeout());
    try (Connection connection = Connection.toAsk(context.clients(), connect, deadline)) {
      Presences presence = connection.client().presence();
      for (CompletableFuture<PresenceSettings> change : changes(presence)) {
        show(connection.await(change, deadline, "not answered"));
      }
      if (!users.isEmpty()) {
        connection.await(presence.fetch(users), deadline, "not answered").forEach(this::show);
      }
      return ExitCode.OK;
    }
  }

  /** The settings as the last of them leaves them are what is shown. */
  private List<CompletableFuture<PresenceSettings>> changes(Presences presence) {
    CompletableFuture<PresenceSettings> last = null;
    if (status != null) {
      last = presence.setStatus(status);
    }
    if (invisible != null) {
      boolean to = invisible;
      last = after(last, () -> presence.setInvisible(to));
    }
    if (visibleTo != null) {
      Visibility to = visibleTo;
      last = after(last, () -> presence.setVisibleTo(to));
    }
    if (last == null) {
      return users.isEmpty() ? List.of(presence.settings()) : List.of();
    }
    return List.of(last);
  }

  private static CompletableFuture<PresenceSettings> after(
      @Nullable CompletableFuture<PresenceSettings> before,
      Supplier<CompletableFuture<PresenceSettings>> next) {
    return before == null ? next.get() : before.thenCompose(done -> next.get());
  }

  private void show(PresenceSettings settings) {
    if (json) {
      context.console().json(PresenceFormat.json(settings));
    } else {
      context.console().line("you are " + PresenceFormat.sentence(settings));
    }
  }

  private void show(UserPresence presence) {
    if (json) {
      context.console().json(PresenceFormat.json(presence));
    } else {
      MessageFormat format = new MessageFormat(ZoneId.systemDefault(), "->");
      context.console().line(new PresenceFormat(format).sentence(presence));
    }
  }
}
