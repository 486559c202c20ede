package dev.ferry.cli;

import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Stands in the list of commands for the load harness, which the launcher starts without this
 * program.
 */
@Command(
    name = "load",
    description = {"Load a server and check every message: ./ferry load --help"})
final class LoadCommand implements Callable<Integer> {
  @Parameters(hidden = true)
  List<String> ignored = List.of();

  @Override
  public Integer call() {
    throw new CliException(ExitCode.USAGE, "the launcher starts the load harness: ./ferry load");
  }
}
