package dev.ferry.cli.device;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.HelpOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The word {@code device}: alone it only explains. */
@Command(
    name = "device",
    synopsisSubcommandLabel = "COMMAND",
    description = "See where a user is logged in, and end that.",
    commandListHeading = "%nCommands:%n")
public final class DeviceCommand implements Runnable {
  @Mixin HelpOption help = new HelpOption();

  @Spec CommandSpec spec = CommandSpec.create();

  private DeviceCommand() {}

  /** With all its commands. */
  public static CommandLine of(Context context) {
    return new CommandLine(new DeviceCommand())
        .addSubcommand(new ListCommand(context))
        .addSubcommand(new LogoutCommand(context));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
