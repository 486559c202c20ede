package dev.ferry.cli.group;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.HelpOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The word {@code group}: alone it only explains. */
@Command(
    name = "group",
    synopsisSubcommandLabel = "COMMAND",
    description = "Make groups, change them, and see who is in them.",
    commandListHeading = "%nCommands:%n")
public final class GroupCommand implements Runnable {
  @Mixin HelpOption help = new HelpOption();

  @Spec CommandSpec spec = CommandSpec.create();

  private GroupCommand() {}

  /** With all its commands. */
  public static CommandLine of(Context context) {
    return new CommandLine(new GroupCommand())
        .addSubcommand(new CreateCommand(context))
        .addSubcommand(new ShowCommand(context))
        .addSubcommand(new MembersCommand(context))
        .addSubcommand(new AddCommand(context))
        .addSubcommand(new RemoveCommand(context))
        .addSubcommand(new JoinCommand(context))
        .addSubcommand(new LeaveCommand(context))
        .addSubcommand(new RoleCommand(context))
        .addSubcommand(new MuteCommand(context))
        .addSubcommand(new UnmuteCommand(context))
        .addSubcommand(new SetCommand(context))
        .addSubcommand(LinkCommand.of(context))
        .addSubcommand(new RequestsCommand(context))
        .addSubcommand(new ApproveCommand(context))
        .addSubcommand(new DeclineCommand(context))
        .addSubcommand(new DismissCommand(context));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
