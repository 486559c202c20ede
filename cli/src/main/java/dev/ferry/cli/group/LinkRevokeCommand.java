package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Ends a link. */
@Command(name = "revoke", description = "End a link: nobody can join with it any more.")
final class LinkRevokeCommand extends GroupChangeCommand {
  @Parameters(index = "1", paramLabel = "TOKEN", description = "Its token.")
  String token = "";

  LinkRevokeCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<GroupReceipt> ask(Groups groups) {
    return groups.revokeLink(group, token);
  }

  @Override
  String done() {
    return "revoked a link into " + name();
  }
}
