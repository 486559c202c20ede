package dev.ferry.cli.group;

import dev.ferry.cli.connect.ConnectOptions;
import dev.ferry.cli.connect.Connection;
import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.Deadline;
import dev.ferry.cli.connect.GroupConverter;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.connect.PatienceOption;
import dev.ferry.cli.terminal.Console;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.group.Groups;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A command that asks one thing about one group, and shows the answer.
 *
 * @param <T> the answer
 */
abstract class GroupQuestion<T> implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Mixin ConnectOptions connect = new ConnectOptions();

  @Mixin PatienceOption patience = new PatienceOption();

  @Option(names = "--json", description = "Print JSON, one object a line.")
  boolean json;

  @Parameters(
      index = "0",
      paramLabel = "GROUP",
      converter = GroupConverter.class,
      description = "The group's name.")
  String group = "";

  private final Context context;

  GroupQuestion(Context context) {
    this.context = context;
  }

  /** Ends the command when it makes no sense, before anything is connected. */
  void check() {}

  abstract CompletableFuture<T> ask(Groups groups);

  /** What people see. */
  abstract void show(T answer);

  /** What programs see. */
  abstract void showJson(T answer);

  @Override
  public final Integer call() {
    check();
    Deadline deadline = Deadline.in(patience.timeout());
    // What is said in the user's conversations is nothing to this command.
    ClientOptions options = connect.toClientOptions().firstSightMessages(0).build();
    try (Connection connection = Connection.of(context.clients(), options)) {
      connection.start(deadline);
      T answer = connection.await(ask(connection.client().groups()), deadline, "not answered");
      if (json) {
        showJson(answer);
      } else {
        show(answer);
      }
      return ExitCode.OK;
    }
  }

  final Console console() {
    return context.console();
  }

  /** The group as people call it: {@code #team}. */
  final String name() {
    return MessageFormat.place(group, connect.user());
  }
}
