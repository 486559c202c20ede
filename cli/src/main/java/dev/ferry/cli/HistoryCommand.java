package dev.ferry.cli;

import dev.ferry.cli.connect.ConnectOptions;
import dev.ferry.cli.connect.Connection;
import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.ConversationOption;
import dev.ferry.cli.connect.CountConverter;
import dev.ferry.cli.connect.Deadline;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.connect.PatienceOption;
import dev.ferry.cli.connect.SeqConverter;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.client.FerryClient;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.ReceivedMessage;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints part of a conversation's log. */
@Command(name = "history", description = "Print a conversation, oldest message first.")
final class HistoryCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();
  private static final int PAGE_MAX = 200;

  private final Context context;

  @Mixin ConnectOptions connect = new ConnectOptions();

  @ArgGroup(multiplicity = "1")
  ConversationOption conversation = new ConversationOption();

  @Option(
      names = "--from-seq",
      paramLabel = "N",
      converter = SeqConverter.class,
      description = "Where to begin (default: so that the newest are shown).")
  long fromSeq;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      converter = CountConverter.class,
      description = "How many messages at most (default: ${DEFAULT-VALUE}).")
  int limit = 20;

  @Mixin PatienceOption patience = new PatienceOption();

  @Option(names = "--json", description = "Print one JSON object a message.")
  boolean json;

  HistoryCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Deadline deadline = Deadline.in(patience.timeout());
    try (Connection connection =
        Connection.of(context.clients(), connect.toClientOptions().build())) {
      connection.start(deadline);
      if (print(connection, deadline) == 0) {
        String id = conversation.of(connection.client());
        String where = MessageFormat.where(id, connect.user());
        context.console().note("no messages " + where + " there");
      }
      return ExitCode.OK;
    }
  }

  /** Pages forward until the limit or the head is reached; returns how many were printed. */
  private int print(Connection connection, Deadline deadline) {
    long next = fromSeq;
    if (next == 0) {
      HistoryPage newest = page(connection, deadline, 0, 1);
      next = Math.max(1, Math.max(newest.firstSeq(), newest.headSeq() - limit + 1));
    }
    int printed = 0;
    while (printed < limit) {
      HistoryPage page = page(connection, deadline, next, Math.min(PAGE_MAX, limit - printed));
      List<ReceivedMessage> messages = page.messages();
      messages.forEach(this::print);
      printed += messages.size();
      if (messages.isEmpty() || context.console().isOutClosed()) {
        break;
      }
      next = messages.get(messages.size() - 1).seq() + 1;
      if (next > page.headSeq()) {
        break;
      }
    }
    return printed;
  }

  private HistoryPage page(Connection connection, Deadline deadline, long from, int size) {
    FerryClient client = connection.client();
    return connection.await(
        client.history(conversation.of(client), from, size), deadline, "no answer");
  }

  private void print(ReceivedMessage message) {
    if (message.isDeletedForMe()) {
      return;
    }
    if (json) {
      context.console().json(MessageFormat.json(message));
    } else {
      MessageFormat format = new MessageFormat(ZoneId.systemDefault(), "");
      context.console().line("#" + message.seq() + " " + format.shortLine(message));
    }
  }
}
