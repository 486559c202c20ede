package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** End people's membership. */
@Command(name = "remove", description = "End people's membership.")
final class RemoveCommand extends GroupChangeCommand {
  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "USER",
      converter = UserConverter.class,
      description = "Whom; those who are no members are passed over.")
  List<String> users = new ArrayList<>();

  RemoveCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<GroupReceipt> ask(Groups groups) {
    return groups.remove(group, users);
  }

  @Override
  String done() {
    return "removed " + String.join(", ", users) + " from " + name();
  }
}
