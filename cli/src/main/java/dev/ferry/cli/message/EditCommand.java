package dev.ferry.cli.message;

import dev.ferry.cli.connect.Context;
import dev.ferry.client.MessageContent;
import dev.ferry.client.Messages;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.message.MessageRef;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Have an own message say something else. */
@Command(name = "edit", description = "Have an own message say something else.")
final class EditCommand extends OperateCommand {
  @Parameters(index = "1", paramLabel = "TEXT", description = "What it says from now on.")
  String text = "";

  EditCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<SendReceipt> ask(Messages messages, MessageRef message) {
    return messages.edit(message, MessageContent.text(text));
  }

  @Override
  String done() {
    return "edited";
  }
}
