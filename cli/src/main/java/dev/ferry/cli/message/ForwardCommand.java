package dev.ferry.cli.message;

import dev.ferry.cli.connect.ConnectOptions;
import dev.ferry.cli.connect.Connection;
import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.ConversationOption;
import dev.ferry.cli.connect.Deadline;
import dev.ferry.cli.connect.GroupConverter;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.connect.PatienceOption;
import dev.ferry.cli.connect.SeqConverter;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.client.Messages;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends copies of messages into another conversation. */
@Command(
    name = "forward",
    description = "Send a copy of a message to others; of several, one message with all of them.")
final class ForwardCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Mixin ConnectOptions connect = new ConnectOptions();

  @ArgGroup(multiplicity = "1")
  ConversationOption conversation = new ConversationOption();

  @ArgGroup(multiplicity = "1")
  Receiver receiver = new Receiver();

  @Mixin PatienceOption patience = new PatienceOption();

  @Option(names = "--title", paramLabel = "TEXT", description = "What to call several messages.")
  String title = "";

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Parameters(
      arity = "1..100",
      paramLabel = "SEQ",
      converter = SeqConverter.class,
      description = "The messages' numbers, as history shows them.")
  List<Long> seqs = new ArrayList<>();

  /** One of the two. */
  static final class Receiver {
    @Option(
        names = "--to",
        required = true,
        paramLabel = "USER",
        converter = UserConverter.class,
        description = "The user who gets the copy.")
    @Nullable String to;

    @Option(
        names = "--to-group",
        required = true,
        paramLabel = "GROUP",
        converter = GroupConverter.class,
        description = "The group that gets it.")
    @Nullable String group;
  }

  private final Context context;

  ForwardCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Deadline deadline = Deadline.in(patience.timeout());
    try (Connection connection = Connection.toAsk(context.clients(), connect, deadline)) {
      List<ReceivedMessage> messages = new ArrayList<>();
      for (long seq : seqs) {
        messages.add(connection.find(conversation.of(connection.client()), seq, deadline));
      }
      String to =
          receiver.group != null
              ? receiver.group
              : connection
                  .client()
                  .directWith(Objects.requireNonNull(receiver.to, "picocli demands one"));
      SendReceipt receipt =
          connection.await(
              forward(connection.client().messages(), to, messages), deadline, "not acked");
      if (json) {
        context.console().json(MessageFormat.json(receipt));
      } else {
        context
            .console()
            .line(
                "forwarded to "
                    + MessageFormat.place(to, connect.user())
                    + " as #"
                    + receipt.seq());
      }
      return ExitCode.OK;
    }
  }

  private CompletableFuture<SendReceipt> forward(
      Messages to, String conversation, List<ReceivedMessage> messages) {
    try {
      return messages.size() == 1
          ? to.forward(conversation, messages.get(0))
          : to.forward(conversation, title, messages);
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.REFUSED, "not forwarded: " + e.getMessage());
    }
  }
}
