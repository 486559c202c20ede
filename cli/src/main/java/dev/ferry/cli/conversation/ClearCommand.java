package dev.ferry.cli.conversation;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.ConversationOption;
import dev.ferry.cli.connect.Question;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.client.FerryClient;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** Deletes all messages of a conversation for their reader. */
@Command(
    name = "clear",
    description = "Delete all messages that it has by now for you, on all your devices.")
final class ClearCommand extends Question<String> {
  @ArgGroup(multiplicity = "1")
  ConversationOption conversation = new ConversationOption();

  ClearCommand(Context context) {
    super(context);
  }

  @Override
  protected CompletableFuture<String> ask(FerryClient client) {
    String id = conversation.of(client);
    return client.messages().clear(id).thenApply(done -> id);
  }

  @Override
  protected void show(String cleared) {
    console().line("cleared for you: " + MessageFormat.place(cleared, user()));
  }

  @Override
  protected void showJson(String cleared) {
    console().json(Map.of("conversation", cleared));
  }
}
