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
import dev.ferry.client.message.MessageRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes messages for their reader. */
@Command(
    name = "delete",
    description = "Delete messages for you, on all your devices; others do not notice.")
final class DeleteCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Mixin ConnectOptions connect = new ConnectOptions();

  @ArgGroup(multiplicity = "1")
  ConversationOption conversation = new ConversationOption();

  @Mixin PatienceOption patience = new PatienceOption();

  @Option(names = "--json", description = "Print one JSON object a message.")
  boolean json;

  @Parameters(
      arity = "1..100",
      paramLabel = "SEQ",
      converter = SeqConverter.class,
      description = "The messages' numbers, as history shows them.")
  List<Long> seqs = new ArrayList<>();

  private final Context context;

  DeleteCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Deadline deadline = Deadline.in(patience.timeout());
    try (Connection connection = Connection.toAsk(context.clients(), connect, deadline)) {
      for (long seq : seqs) {
        MessageRef message =
            connection.find(conversation.of(connection.client()), seq, deadline).ref();
        connection.await(
            connection.client().messages().deleteForMe(message), deadline, "not answered");
        print(message);
      }
      return ExitCode.OK;
    }
  }

  private void print(MessageRef message) {
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("conversation", message.conversation());
      object.put("epoch", message.epoch());
      object.put("seq", message.seq());
      context.console().json(object);
    } else {
      String where = MessageFormat.where(message.conversation(), connect.user());
      context.console().line("deleted for you: #" + message.seq() + " " + where);
    }
  }
}
