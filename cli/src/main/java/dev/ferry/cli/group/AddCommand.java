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

/** Make people members. */
@Command(name = "add", description = "Make people members.")
final class AddCommand extends GroupChangeCommand {
  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "USER",
      converter = UserConverter.class,
      description = "Whom; those who are members stay as they are.")
  List<String> users = new ArrayList<>();

  AddCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<GroupReceipt> ask(Groups groups) {
    return groups.add(group, users);
  }

  @Override
  String done() {
    return "added " + String.join(", ", users) + " to " + name();
  }
}
