package dev.ferry.cli;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
    name = "completion",
    description =
        "Print a completion script for bash and zsh; load it: source <(./ferry completion)")
final class CompletionCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();
  private final Context context;

  @Spec CommandSpec spec = CommandSpec.create();

  CompletionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    context.console().out().print(AutoComplete.bash(root.getCommandName(), root));
    context.console().out().flush();
    return ExitCode.OK;
  }
}
