package dev.ferry.cli;

import dev.ferry.cli.connect.ConnectOptions;
import dev.ferry.cli.connect.Connection;
import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.ConversationOption;
import dev.ferry.cli.connect.Deadline;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.connect.PatienceOption;
import dev.ferry.cli.connect.SeqConverter;
import dev.ferry.cli.terminal.CursorFormat;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.client.FerryClient;
import dev.ferry.client.MessageReceipts;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints who has read one message. */
@Command(name = "receipts", description = "Print who has read a message.")
final class ReceiptsCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  private final Context context;

  @Mixin ConnectOptions connect = new ConnectOptions();

  @ArgGroup(multiplicity = "1")
  ConversationOption conversation = new ConversationOption();

  @Parameters(
      paramLabel = "SEQ",
      converter = SeqConverter.class,
      description = "The message's number in its conversation, as history prints it.")
  long seq;

  @Mixin PatienceOption patience = new PatienceOption();

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  ReceiptsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Deadline deadline = Deadline.in(patience.timeout());
    try (Connection connection =
        Connection.of(context.clients(), connect.toClientOptions().build())) {
      connection.start(deadline);
      FerryClient client = connection.client();
      MessageReceipts receipts =
          connection.await(client.receipts(conversation.of(client), seq), deadline, "no answer");
      if (json) {
        context.console().json(CursorFormat.json(receipts));
      } else {
        CursorFormat.lines(receipts).forEach(context.console()::line);
      }
      return ExitCode.OK;
    }
  }
}
