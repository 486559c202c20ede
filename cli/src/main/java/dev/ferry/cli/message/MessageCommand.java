package dev.ferry.cli.message;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.HelpOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The word {@code message}: alone it only explains. */
@Command(
    name = "message",
    synopsisSubcommandLabel = "COMMAND",
    description = "Do something to a message that was sent.",
    commandListHeading = "%nCommands:%n")
public final class MessageCommand implements Runnable {
  @Mixin HelpOption help = new HelpOption();

  @Spec CommandSpec spec = CommandSpec.create();

  private MessageCommand() {}

  /** With all its commands. */
  public static CommandLine of(Context context) {
    return new CommandLine(new MessageCommand())
        .addSubcommand(new RecallCommand(context))
        .addSubcommand(new EditCommand(context))
        .addSubcommand(new ReactCommand(context))
        .addSubcommand(new ForwardCommand(context))
        .addSubcommand(new DeleteCommand(context))
        .addSubcommand(new PinCommand(context))
        .addSubcommand(new UnpinCommand(context));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
