package dev.ferry.cli.message;

import dev.ferry.cli.connect.Context;
import dev.ferry.client.Messages;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.message.MessageRef;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** React to a message, or take that back. */
@Command(name = "react", description = "React to a message, or take that back.")
final class ReactCommand extends OperateCommand {
  @Parameters(index = "1", paramLabel = "EMOJI", description = "The reaction.")
  String emoji = "";

  @Option(names = "--remove", description = "Take the reaction back.")
  boolean remove;

  ReactCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<SendReceipt> ask(Messages messages, MessageRef message) {
    return remove ? messages.unreact(message, emoji) : messages.react(message, emoji);
  }

  @Override
  String done() {
    return remove ? "took the reaction back from" : "reacted to";
  }
}
