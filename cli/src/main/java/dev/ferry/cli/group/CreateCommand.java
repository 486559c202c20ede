package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a group. */
@Command(name = "create", description = "Make a group; you become its owner.")
final class CreateCommand extends GroupChangeCommand {
  @Option(
      names = "--members",
      split = ",",
      paramLabel = "USER",
      converter = UserConverter.class,
      description = "Who is in it besides you, separated by commas.")
  List<String> members = new ArrayList<>();

  @Mixin SettingsOptions settings = new SettingsOptions();

  CreateCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<GroupReceipt> ask(Groups groups) {
    return groups.create(group, settings.toSettings(), members);
  }

  @Override
  String done() {
    return "created " + name() + (members.isEmpty() ? "" : " with " + String.join(", ", members));
  }
}
