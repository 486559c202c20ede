package dev.ferry.cli.message;

import dev.ferry.cli.connect.Context;
import dev.ferry.client.Messages;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.message.MessageRef;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Pin a message for everybody in the conversation. */
@Command(name = "pin", description = "Pin a message for everybody in the conversation.")
final class PinCommand extends OperateCommand {

  PinCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<SendReceipt> ask(Messages messages, MessageRef message) {
    return messages.pin(message);
  }

  @Override
  String done() {
    return "pinned";
  }
}
