package dev.ferry.cli.privacy;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.HelpOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The word {@code block}: alone it only explains. */
@Command(
    name = "block",
    synopsisSubcommandLabel = "COMMAND",
    description = "Take no more messages from people.",
    commandListHeading = "%nCommands:%n")
public final class BlockCommand implements Runnable {
  @Mixin HelpOption help = new HelpOption();

  @Spec CommandSpec spec = CommandSpec.create();

  private BlockCommand() {}

  /** With all its commands. */
  public static CommandLine of(Context context) {
    return new CommandLine(new BlockCommand())
        .addSubcommand(new AddCommand(context))
        .addSubcommand(new RemoveCommand(context))
        .addSubcommand(new ListCommand(context));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
