package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Joins a group, or asks for it. */
@Command(name = "join", description = "Join a group, or ask to be let in.")
final class JoinCommand extends GroupChangeCommand {
  @Option(names = "--link", paramLabel = "TOKEN", description = "The token of a link.")
  String link = "";

  JoinCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<GroupReceipt> ask(Groups groups) {
    return groups.join(group, link);
  }

  @Override
  String done() {
    return "joined " + name();
  }
}
