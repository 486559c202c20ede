package dev.ferry.cli;

import dev.ferry.cli.connect.ConnectOptions;
import dev.ferry.cli.connect.Connection;
import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.Deadline;
import dev.ferry.cli.connect.DurationConverter;
import dev.ferry.cli.connect.GroupConverter;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.connect.PatienceOption;
import dev.ferry.cli.connect.SeqConverter;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.client.Draft;
import dev.ferry.client.FerryClient;
import dev.ferry.client.MessageContent;
import dev.ferry.client.SendReceipt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

/** Sends one message and waits for its ack. */
@Command(name = "send", description = "Send one message; done when the server has it safe.")
final class SendCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  /** More than any server takes; only guards this process. */
  private static final int STDIN_BYTES_MAX = 8 << 20;

  private final Context context;

  @Mixin ConnectOptions connect = new ConnectOptions();

  @ArgGroup(multiplicity = "1")
  Receiver receiver = new Receiver();

  @Mixin PatienceOption patience = new PatienceOption();

  @Option(
      names = "--reply-to",
      paramLabel = "N",
      converter = SeqConverter.class,
      description = "The number of the message that this one answers.")
  long replyTo;

  @Option(
      names = "--mention",
      paramLabel = "USER",
      converter = UserConverter.class,
      description = "Somebody whose attention it asks for; may be given several times.")
  List<String> mentions = new ArrayList<>();

  @Option(
      names = "--ttl",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "How long the message lives once the server has it: 1s to 366d. Default: for good.")
  @Nullable Duration ttl;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Parameters(paramLabel = "TEXT", description = "The text; - reads it from standard input.")
  String text = "";

  /** One of the two. */
  static final class Receiver {
    @Option(
        names = "--to",
        required = true,
        paramLabel = "USER",
        converter = UserConverter.class,
        description = "The receiver.")
    @Nullable String to;

    @Option(
        names = "--group",
        required = true,
        paramLabel = "GROUP",
        converter = GroupConverter.class,
        description = "The group that receives it.")
    @Nullable String group;
  }

  SendCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    MessageContent content = MessageContent.text(text.equals("-") ? standardInput() : text);
    Deadline deadline = Deadline.in(patience.timeout());
    try (Connection connection =
        Connection.of(context.clients(), connect.toClientOptions().build())) {
      connection.start(deadline);
      String conversation = conversation(connection.client());
      SendReceipt receipt =
          connection.await(
              send(connection, deadline, conversation, content), deadline, "not acked");
      if (json) {
        context.console().json(MessageFormat.json(receipt));
      } else {
        String place = MessageFormat.place(conversation, connect.user());
        context.console().line("sent to " + place + " as #" + receipt.seq());
      }
      return ExitCode.OK;
    }
  }

  private CompletableFuture<SendReceipt> send(
      Connection connection, Deadline deadline, String conversation, MessageContent content) {
    FerryClient client = connection.client();
    if (replyTo == 0 && mentions.isEmpty() && ttl == null) {
      return client.send(conversation, content);
    }
    Draft draft = Draft.of(content).mention(mentions.toArray(String[]::new));
    if (ttl != null) {
      draft = draft.expiresAfter(ttl);
    }
    if (replyTo != 0) {
      draft = draft.replyTo(connection.find(conversation, replyTo, deadline).ref());
    }
    return client.messages().send(conversation, draft);
  }

  private String conversation(FerryClient client) {
    return receiver.group != null
        ? receiver.group
        : client.directWith(Objects.requireNonNull(receiver.to, "picocli demands one"));
  }

  /** Standard input without the newline at its end. */
  private String standardInput() throws IOException {
    byte[] bytes = context.console().in().readNBytes(STDIN_BYTES_MAX);
    try {
      String input = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return input.endsWith("\n") ? input.substring(0, input.length() - 1) : input;
    } catch (CharacterCodingException e) {
      throw new CliException(ExitCode.USAGE, "standard input: not text in UTF-8");
    }
  }
}
