package dev.ferry.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The word {@code ferry} itself: alone it only explains. */
@Command(
    name = "ferry",
    mixinStandardHelpOptions = true,
    version = "ferry 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    description = "A real-time instant-messaging server, and the client to try it with.%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Start with ./ferry demo. Each command has --help.",
      "Exit status: 0 done, 2 wrong usage, 3 not authorised, 4 no server reached,",
      "5 timed out, 6 refused by the server, 1 a defect."
    })
final class FerryCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
