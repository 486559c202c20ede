package dev.ferry.cli.conversation;

import dev.ferry.cli.connect.ConnectOptions;
import dev.ferry.cli.connect.Connection;
import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.ConversationOption;
import dev.ferry.cli.connect.Deadline;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.connect.PatienceOption;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.SettingsFormat;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.settings.SettingsChange;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that changes one thing of how the user wants one conversation, and shows all of it. */
abstract class SettingsCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();

  @Mixin ConnectOptions connect = new ConnectOptions();

  @ArgGroup(multiplicity = "1")
  ConversationOption conversation = new ConversationOption();

  @Mixin PatienceOption patience = new PatienceOption();

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  private final Context context;

  SettingsCommand(Context context) {
    this.context = context;
  }

  abstract SettingsChange change();

  @Override
  public final Integer call() {
    SettingsChange change = change();
    Deadline deadline = Deadline.in(patience.timeout());
    // What is said in the user's conversations is nothing to this command.
    ClientOptions options = connect.toClientOptions().firstSightMessages(0).build();
    try (Connection connection = Connection.of(context.clients(), options)) {
      connection.start(deadline);
      String id = conversation.of(connection.client());
      ConversationSettings now =
          connection.await(
              connection.client().settings().change(id, change), deadline, "not answered");
      if (json) {
        context.console().json(SettingsFormat.json(now));
      } else {
        context
            .console()
            .line(MessageFormat.place(id, connect.user()) + ": " + SettingsFormat.words(now));
      }
      return ExitCode.OK;
    }
  }
}
