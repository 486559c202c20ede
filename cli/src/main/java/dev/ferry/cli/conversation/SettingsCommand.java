package dev.ferry.cli.conversation;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.ConversationOption;
import dev.ferry.cli.connect.Question;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.SettingsFormat;
import dev.ferry.client.FerryClient;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.settings.SettingsChange;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.ArgGroup;

/** A command that changes one thing of how the user wants one conversation, and shows all of it. */
abstract class SettingsCommand extends Question<ConversationSettings> {
  @ArgGroup(multiplicity = "1")
  ConversationOption conversation = new ConversationOption();

  SettingsCommand(Context context) {
    super(context);
  }

  /** Ends the command when what was typed makes no change. */
  abstract SettingsChange change();

  @Override
  protected final void check() {
    var unused = change();
  }

  @Override
  protected final CompletableFuture<ConversationSettings> ask(FerryClient client) {
    return client.settings().change(conversation.of(client), change());
  }

  @Override
  protected final void show(ConversationSettings now) {
    console()
        .line(MessageFormat.place(now.conversation(), user()) + ": " + SettingsFormat.words(now));
  }

  @Override
  protected final void showJson(ConversationSettings now) {
    console().json(SettingsFormat.json(now));
  }
}
