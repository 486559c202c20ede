package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Let a muted member write again. */
@Command(name = "unmute", description = "Let a muted member write again.")
final class UnmuteCommand extends GroupChangeCommand {
  @Parameters(
      index = "1",
      paramLabel = "USER",
      converter = UserConverter.class,
      description = "Whom.")
  String user = "";

  UnmuteCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<GroupReceipt> ask(Groups groups) {
    return groups.unmute(group, user);
  }

  @Override
  String done() {
    return user + " can write in " + name() + " again";
  }
}
