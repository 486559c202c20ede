package dev.ferry.cli.message;

import dev.ferry.cli.connect.Context;
import dev.ferry.client.Messages;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.message.MessageRef;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Take a message back: an own one, or in a group that is yours any. */
@Command(
    name = "recall",
    description = "Take a message back: an own one, or in a group that is yours any.")
final class RecallCommand extends OperateCommand {

  RecallCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<SendReceipt> ask(Messages messages, MessageRef message) {
    return messages.recall(message);
  }

  @Override
  String done() {
    return "recalled";
  }
}
