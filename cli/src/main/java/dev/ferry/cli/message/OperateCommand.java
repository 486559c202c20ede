package dev.ferry.cli.message;

import dev.ferry.cli.connect.ConnectOptions;
import dev.ferry.cli.connect.Connection;
import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.ConversationOption;
import dev.ferry.cli.connect.Deadline;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.connect.PatienceOption;
import dev.ferry.cli.connect.SeqConverter;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.client.Messages;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.message.MessageRef;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that does one thing to one message. */
abstract class OperateCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Mixin ConnectOptions connect = new ConnectOptions();

  @ArgGroup(multiplicity = "1")
  ConversationOption conversation = new ConversationOption();

  @Mixin PatienceOption patience = new PatienceOption();

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Parameters(
      index = "0",
      paramLabel = "SEQ",
      converter = SeqConverter.class,
      description = "The message's number, as history shows it.")
  long seq;

  private final Context context;

  OperateCommand(Context context) {
    this.context = context;
  }

  abstract CompletableFuture<SendReceipt> ask(Messages messages, MessageRef message);

  /** What was done, for people. */
  abstract String done();

  @Override
  public final Integer call() {
    Deadline deadline = Deadline.in(patience.timeout());
    try (Connection connection = Connection.toAsk(context.clients(), connect, deadline)) {
      MessageRef message =
          connection.find(conversation.of(connection.client()), seq, deadline).ref();
      SendReceipt receipt =
          connection.await(ask(connection.client().messages(), message), deadline, "not acked");
      if (json) {
        context.console().json(MessageFormat.json(receipt));
      } else {
        String what = "#" + seq + " " + where(message.conversation());
        context.console().line(receipt.seq() == 0 ? "nothing to do: " + what : done() + " " + what);
      }
      return ExitCode.OK;
    }
  }

  private String where(String conversation) {
    return MessageFormat.where(conversation, connect.user());
  }
}
