package dev.ferry.cli.connect;

import dev.ferry.cli.terminal.Console;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.client.FerryClient;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A command that connects, asks one thing, and shows the answer.
 *
 * @param <T> the answer
 */
public abstract class Question<T> implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Mixin ConnectOptions connect = new ConnectOptions();

  @Mixin PatienceOption patience = new PatienceOption();

  @Option(names = "--json", description = "Print JSON, one object a line.")
  boolean json;

  private final Context context;

  protected Question(Context context) {
    this.context = context;
  }

  /** Ends the command when it makes no sense, before anything is connected. */
  protected void check() {}

  protected abstract CompletableFuture<T> ask(FerryClient client);

  /** What people see. */
  protected abstract void show(T answer);

  /** What programs see. */
  protected abstract void showJson(T answer);

  @Override
  public final Integer call() {
    check();
    Deadline deadline = Deadline.in(patience.timeout());
    try (Connection connection = Connection.toAsk(context.clients(), connect, deadline)) {
      T answer = connection.await(ask(connection.client()), deadline, "not answered");
      if (json) {
        showJson(answer);
      } else {
        show(answer);
      }
      return ExitCode.OK;
    }
  }

  protected final Console console() {
    return context.console();
  }

  /** Who asks. */
  protected final String user() {
    return connect.user();
  }
}
