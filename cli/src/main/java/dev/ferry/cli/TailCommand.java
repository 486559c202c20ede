package dev.ferry.cli;

import dev.ferry.cli.connect.ConnectOptions;
import dev.ferry.cli.connect.Connection;
import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.CountConverter;
import dev.ferry.cli.connect.Deadline;
import dev.ferry.cli.connect.DurationConverter;
import dev.ferry.cli.connect.Failures;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.CursorFormat;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.PlaceFormat;
import dev.ferry.cli.terminal.PresenceFormat;
import dev.ferry.cli.terminal.PrivacyFormat;
import dev.ferry.cli.terminal.SettingsFormat;
import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.FerryException;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.message.DeletedForMe;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.client.privacy.PrivacyChange;
import dev.ferry.client.settings.ConversationSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints messages as they arrive. */
@Command(
    name = "tail",
    description = "Print messages as they arrive, after the last few of each conversation.")
final class TailCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final Context context;

  @Mixin ConnectOptions connect = new ConnectOptions();

  @Option(
      names = "--count",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "End after this many messages (default: never).")
  int count;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "End after this time; exit status 5 when fewer than --count (default: 1) came in it.")
  @Nullable Duration timeout;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "10",
      converter = CountConverter.class,
      description = "Begin with the last N of each conversation (default: ${DEFAULT-VALUE}).")
  int last = 10;

  @Option(
      names = "--json",
      description =
          "Print one JSON object a message, and one with \"event\" for whatever else happens:"
              + " signals, cursors, unread and mentions, presence, privacy, settings, and messages"
              + " that expire or that you delete.")
  boolean json;

  @Option(
      names = "--watch",
      paramLabel = "USER",
      split = ",",
      converter = UserConverter.class,
      description = "Also tell when USER comes and goes; several are separated by commas.")
  List<String> watched = new ArrayList<>();

  TailCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Deadline deadline = Deadline.in(timeout != null ? timeout : Duration.ofDays(10_000));
    Duration patience = timeout != null ? min(timeout, CONNECT_TIMEOUT) : CONNECT_TIMEOUT;
    Printer printer = new Printer();
    try (Connection connection =
        Connection.of(
            context.clients(), connect.toClientOptions().firstSightMessages(last).build())) {
      connection.client().addListener(printer);
      if (!watched.isEmpty()) {
        var unused = connection.client().presence().watch(watched);
      }
      connection.start(Deadline.in(patience));
      CompletableFuture.anyOf(printer.done, connection.ended())
          .get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
      return ExitCode.OK;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CliException exit) {
        throw exit;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      return whenTimeIsUp(printer);
    }
  }

  private int whenTimeIsUp(Printer printer) {
    int printed = printer.stop();
    if (printed >= Math.max(1, count)) {
      return ExitCode.OK;
    }
    String wanted = count > 0 ? printed + " of " + count + " messages" : "no message";
    throw new CliException(
        ExitCode.TIMED_OUT,
        wanted + " came in " + DurationConverter.words(timeout != null ? timeout : Duration.ZERO));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /** Prints, counts, and tells of interruptions. */
  private final class Printer implements ClientListener {
    final CompletableFuture<Void> done = new CompletableFuture<>();
    private final MessageFormat format =
        new MessageFormat(ZoneId.systemDefault(), context.console().glyph("→", "->"));

    private final PresenceFormat presences = new PresenceFormat(format);

    /** Guarded by this. */
    private int printed;

    /** Guarded by this. */
    private boolean stopped;

    /** Guarded by this. */
    private boolean interrupted;

    /** Guarded by this. */
    private boolean wasOnline;

    @Override
    public synchronized void onMessage(ReceivedMessage message) {
      if (stopped || message.isDeletedForMe()) {
        return;
      }
      if (json) {
        context.console().json(MessageFormat.json(message));
      } else {
        context.console().line(format.line(message, connect.user()));
      }
      printed++;
      if ((count > 0 && printed >= count) || context.console().isOutClosed()) {
        stopped = true;
        done.complete(null);
      }
    }

    @Override
    public synchronized void onUnread(String conversation, long unread, long total) {
      event(CursorFormat.unreadJson(conversation, unread, total));
    }

    @Override
    public synchronized void onUnreadMentions(String conversation, int mentions, int total) {
      event(CursorFormat.mentionsJson(conversation, mentions, total));
    }

    @Override
    public synchronized void onCursor(ConversationCursor cursor) {
      event(CursorFormat.json(cursor));
    }

    @Override
    public synchronized void onSettings(ConversationSettings settings) {
      event(SettingsFormat.json(settings));
    }

    @Override
    public synchronized void onExpired(MessageRef message) {
      event(PlaceFormat.expiredJson(message));
    }

    @Override
    public synchronized void onDeletedForMe(List<DeletedForMe> deleted) {
      deleted.forEach(each -> event(PlaceFormat.json(each)));
    }

    @Override
    public synchronized void onReceiptsChanged(String conversation) {
      event(CursorFormat.receiptsChangedJson(conversation));
    }

    /** Programs get every event; for people messages are enough. */
    private void event(Map<String, Object> event) {
      if (json && !stopped) {
        context.console().json(event);
      }
    }

    @Override
    public synchronized void onPresence(List<UserPresence> news) {
      for (UserPresence each : stopped ? List.<UserPresence>of() : news) {
        if (json) {
          event("presence", PresenceFormat.json(each));
        } else {
          context.console().line("-- " + presences.sentence(each) + " --");
        }
      }
    }

    @Override
    public synchronized void onSignal(ReceivedSignal signal) {
      if (json && !stopped) {
        event("signal", PresenceFormat.json(signal));
      }
    }

    @Override
    public synchronized void onPrivacy(PrivacyChange change) {
      event(PrivacyFormat.json(change));
    }

    private void event(String name, Map<String, Object> object) {
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("event", name);
      event.putAll(object);
      context.console().json(event);
    }

    /** Ends printing; returns how many messages were printed. */
    synchronized int stop() {
      stopped = true;
      return printed;
    }

    @Override
    public synchronized void onReset(String conversation, long oldEpoch, long newEpoch) {
      event(PlaceFormat.resetJson(conversation, oldEpoch, newEpoch));
      context.console().note("the log of " + conversation + " was reset; its new messages follow");
    }

    @Override
    public synchronized void onState(ClientState state) {
      if (state == ClientState.ONLINE) {
        if (interrupted) {
          context.console().note("connected again");
        }
        wasOnline = true;
        interrupted = false;
      }
    }

    /**
     * The first failure of an outage is told here; those before the first login end the command.
     */
    @Override
    public synchronized void onDisconnected(FerryException reason, boolean terminal) {
      if (wasOnline && !interrupted && !terminal) {
        context.console().note("not connected (" + Failures.words(reason) + "), trying again");
        interrupted = true;
      }
    }
  }
}
