package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Let in who asked for it. */
@Command(name = "approve", description = "Let in who asked for it.")
final class ApproveCommand extends GroupChangeCommand {
  @Parameters(
      index = "1",
      paramLabel = "USER",
      converter = UserConverter.class,
      description = "Whom.")
  String user = "";

  ApproveCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<GroupReceipt> ask(Groups groups) {
    return groups.approve(group, user);
  }

  @Override
  String done() {
    return "let " + user + " into " + name();
  }
}
