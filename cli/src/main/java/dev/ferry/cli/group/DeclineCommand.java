package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Do not let in who asked for it. */
@Command(name = "decline", description = "Do not let in who asked for it.")
final class DeclineCommand extends GroupChangeCommand {
  @Parameters(
      index = "1",
      paramLabel = "USER",
      converter = UserConverter.class,
      description = "Whom.")
  String user = "";

  DeclineCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<GroupReceipt> ask(Groups groups) {
    return groups.decline(group, user);
  }

  @Override
  String done() {
    return "declined " + user + "'s request to join " + name();
  }
}
