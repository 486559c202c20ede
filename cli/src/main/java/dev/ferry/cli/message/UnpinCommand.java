package dev.ferry.cli.message;

import dev.ferry.cli.connect.Context;
import dev.ferry.client.Messages;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.message.MessageRef;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Take a pin away. */
@Command(name = "unpin", description = "Take a pin away.")
final class UnpinCommand extends OperateCommand {

  UnpinCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<SendReceipt> ask(Messages messages, MessageRef message) {
    return messages.unpin(message);
  }

  @Override
  String done() {
    return "unpinned";
  }
}
