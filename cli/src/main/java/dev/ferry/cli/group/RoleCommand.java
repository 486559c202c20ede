package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.cli.terminal.ChangeWords;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.GroupRole;
import dev.ferry.client.group.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;

/** Set a member's role; a new owner takes the place of the old one. */
@Command(
    name = "role",
    description = "Set a member's role; a new owner takes the place of the old one.")
final class RoleCommand extends GroupChangeCommand {
  @Parameters(
      index = "1",
      paramLabel = "USER",
      converter = UserConverter.class,
      description = "Whom.")
  String user = "";

  @Parameters(
      index = "2",
      paramLabel = "ROLE",
      converter = RoleConverter.class,
      description = "owner, admin or member.")
  GroupRole role = GroupRole.MEMBER;

  static final class RoleConverter implements ITypeConverter<GroupRole> {
    @Override
    public GroupRole convert(String value) {
      return Words.of(GroupRole.values(), value);
    }
  }

  RoleCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<GroupReceipt> ask(Groups groups) {
    return groups.setRole(group, user, role);
  }

  @Override
  String done() {
    return user + " is now " + ChangeWords.lower(role) + " of " + name();
  }
}
