package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Leave a group. */
@Command(name = "leave", description = "Leave a group.")
final class LeaveCommand extends GroupChangeCommand {
  LeaveCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<GroupReceipt> ask(Groups groups) {
    return groups.leave(group);
  }

  @Override
  String done() {
    return "left " + name();
  }
}
