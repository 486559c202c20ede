package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.HelpOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The words {@code group link}: alone they only explain. */
@Command(
    name = "link",
    synopsisSubcommandLabel = "COMMAND",
    description = "Make, list and revoke links, whose tokens let people in.",
    commandListHeading = "%nCommands:%n")
final class LinkCommand implements Runnable {
  @Mixin HelpOption help = new HelpOption();

  @Spec CommandSpec spec = CommandSpec.create();

  private LinkCommand() {}

  /** With all its commands. */
  static CommandLine of(Context context) {
    return new CommandLine(new LinkCommand())
        .addSubcommand(new LinkCreateCommand(context))
        .addSubcommand(new LinkListCommand(context))
        .addSubcommand(new LinkRevokeCommand(context));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
