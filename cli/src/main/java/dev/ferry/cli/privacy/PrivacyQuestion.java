package dev.ferry.cli.privacy;

import dev.ferry.cli.connect.ConnectOptions;
import dev.ferry.cli.connect.Connection;
import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.Deadline;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.connect.PatienceOption;
import dev.ferry.cli.terminal.Console;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.privacy.Privacy;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command that asks one thing about the user's privacy, and shows the answer.
 *
 * @param <T> the answer
 */
abstract class PrivacyQuestion<T> implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Mixin ConnectOptions connect = new ConnectOptions();

  @Mixin PatienceOption patience = new PatienceOption();

  @Option(names = "--json", description = "Print JSON, one object a line.")
  boolean json;

  private final Context context;

  PrivacyQuestion(Context context) {
    this.context = context;
  }

  abstract CompletableFuture<T> ask(Privacy privacy);

  /** What people see. */
  abstract void show(T answer);

  /** What programs see. */
  abstract void showJson(T answer);

  @Override
  public final Integer call() {
    Deadline deadline = Deadline.in(patience.timeout());
    // What is said in the user's conversations is nothing to this command.
    ClientOptions options = connect.toClientOptions().firstSightMessages(0).build();
    try (Connection connection = Connection.of(context.clients(), options)) {
      connection.start(deadline);
      T answer = connection.await(ask(connection.client().privacy()), deadline, "not answered");
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
}
