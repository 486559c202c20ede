package dev.ferry.cli.chat;

import dev.ferry.cli.connect.ConnectOptions;
import dev.ferry.cli.connect.Connection;
import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.Deadline;
import dev.ferry.cli.connect.GroupConverter;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.FerryClient;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Chats interactively. */
@Command(name = "chat", description = "Chat: type to send, /help for the rest.")
public final class ChatCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ACK_TIMEOUT = Duration.ofSeconds(10);
  private static final int FIRST_SIGHT = 10;

  private final Context context;

  @Mixin ConnectOptions connect = new ConnectOptions();

  @ArgGroup Beginning beginning = new Beginning();

  /** At most one of the two. */
  static final class Beginning {
    @Option(
        names = "--to",
        paramLabel = "USER",
        converter = UserConverter.class,
        description = "Whom to talk to (default: chosen with /to).")
    @Nullable String to;

    @Option(
        names = "--group",
        paramLabel = "GROUP",
        converter = GroupConverter.class,
        description = "The group to talk in (default: chosen with /group).")
    @Nullable String group;
  }

  public ChatCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    ClientOptions options = connect.toClientOptions().firstSightMessages(FIRST_SIGHT).build();
    AtomicReference<@Nullable ChatSession> session = new AtomicReference<>();
    // The connection ends before the screen: its last words need one.
    try (Screen screen = screen(first -> completions(session.get(), first));
        Connection connection = Connection.of(context.clients(), options)) {
      ChatSession chat =
          new ChatSession(
              connection.client(),
              screen,
              new MessageFormat(ZoneId.systemDefault(), context.console().glyph("→", "->")),
              conversation(connection.client()),
              System.currentTimeMillis());
      session.set(chat);
      connection.client().addListener(chat);
      chat.begin();
      screen.whenTyped(chat::typed);
      connection.start(Deadline.in(CONNECT_TIMEOUT));
      return run(connection, screen, chat);
    }
  }

  private int run(Connection connection, Screen screen, ChatSession chat)
      throws InterruptedException {
    chat.refreshStatus();
    String line = screen.read();
    while (line != null && chat.handle(line)) {
      line = screen.read();
    }
    int unacked = chat.awaitAcks(ACK_TIMEOUT);
    if (connection.ended().isCompletedExceptionally()) {
      connection.await(connection.ended(), Deadline.in(Duration.ZERO), "ended");
    }
    if (unacked > 0) {
      throw new CliException(
          ExitCode.TIMED_OUT,
          "not acked: "
              + unacked
              + " of your messages and changes; they may or may not have arrived");
    }
    return ExitCode.OK;
  }

  private @Nullable String conversation(FerryClient client) {
    return beginning.to != null ? client.directWith(beginning.to) : beginning.group;
  }

  private Screen screen(Function<String, List<String>> completions) {
    Screen screen = JLineScreen.open(completions);
    return screen != null ? screen : new PlainScreen(context.console());
  }

  private static List<String> completions(@Nullable ChatSession session, String first) {
    return session == null ? List.of() : session.completions(first);
  }
}
