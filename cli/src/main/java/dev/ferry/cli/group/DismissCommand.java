package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** End a group for good; members can still read it. */
@Command(name = "dismiss", description = "End a group for good; members can still read it.")
final class DismissCommand extends GroupChangeCommand {
  DismissCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<GroupReceipt> ask(Groups groups) {
    return groups.dismiss(group);
  }

  @Override
  String done() {
    return "dismissed " + name();
  }
}
