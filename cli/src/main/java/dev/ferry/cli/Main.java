package dev.ferry.cli;

import dev.ferry.cli.chat.ChatCommand;
import dev.ferry.cli.connect.Context;
import dev.ferry.cli.conversation.ConversationCommand;
import dev.ferry.cli.demo.DemoCommand;
import dev.ferry.cli.device.DeviceCommand;
import dev.ferry.cli.group.GroupCommand;
import dev.ferry.cli.message.MessageCommand;
import dev.ferry.cli.privacy.BlockCommand;
import dev.ferry.cli.privacy.PrivacyCommand;
import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.Console;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.driver.FerryClients;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Where the command line begins and ends. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Console console = Console.ofSystem();
    int status = commandLine(new Context(console, FerryClients::create)).execute(args);
    console.out().flush();
    console.err().flush();
    System.exit(status);
  }

  /** All commands, wired to {@code context}. */
  static CommandLine commandLine(Context context) {
    Console console = context.console();
    return new CommandLine(new FerryCommand())
        .addSubcommand(new DemoCommand(context))
        .addSubcommand(new UpCommand())
        .addSubcommand(new LoadCommand())
        .addSubcommand(new TokenCommand(context))
        .addSubcommand(new SendCommand(context))
        .addSubcommand(new TailCommand(context))
        .addSubcommand(new HistoryCommand(context))
        .addSubcommand(new ReceiptsCommand(context))
        .addSubcommand(new ChatCommand(context))
        .addSubcommand(GroupCommand.of(context))
        .addSubcommand(MessageCommand.of(context))
        .addSubcommand(ConversationCommand.of(context))
        .addSubcommand(new PresenceCommand(context))
        .addSubcommand(BlockCommand.of(context))
        .addSubcommand(new PrivacyCommand(context))
        .addSubcommand(DeviceCommand.of(context))
        .addSubcommand(new RevokeCommand(context))
        .addSubcommand(new CompletionCommand(context))
        .setUsageHelpWidth(100)
        .setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler((e, arguments) -> wrongUsage(console, e))
        .setExecutionExceptionHandler((e, command, result) -> failed(console, e));
  }

  private static int wrongUsage(Console console, ParameterException e) {
    CommandLine command = e.getCommandLine();
    if (command.getParent() == null && e.getClass() == ParameterException.class) {
      command.usage(console.err());
    } else {
      String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
      String name = command.getCommandSpec().qualifiedName();
      console.note(SafeText.of(line) + " (see ./" + name + " --help)");
    }
    return ExitCode.USAGE;
  }

  private static int failed(Console console, Exception e) {
    if (e instanceof CliException exit) {
      console.note(String.valueOf(exit.getMessage()));
      return exit.exitCode();
    }
    console.note("this is a defect, please report it:");
    e.printStackTrace(console.err());
    return ExitCode.DEFECT;
  }
}
