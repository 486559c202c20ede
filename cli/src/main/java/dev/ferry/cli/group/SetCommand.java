package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.Groups;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Changes settings. */
@Command(name = "set", description = "Change settings; those not named stay as they are.")
final class SetCommand extends GroupChangeCommand {
  @Mixin SettingsOptions settings = new SettingsOptions();

  SetCommand(Context context) {
    super(context);
  }

  @Override
  protected void check() {
    if (settings.isEmpty()) {
      throw new CliException(ExitCode.USAGE, "nothing to set (see ./ferry group set --help)");
    }
  }

  @Override
  CompletableFuture<GroupReceipt> ask(Groups groups) {
    return groups.alter(group, settings.toSettings());
  }

  @Override
  String done() {
    return "changed " + name();
  }
}
