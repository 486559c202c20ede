package dev.ferry.loadtest;

import dev.ferry.loadtest.run.RunCommand;

/** Where {@code ./ferry load} begins and ends. */
public final class LoadCommand {
  private LoadCommand() {}

  public static void main(String[] arguments) {
    System.exit(RunCommand.commandLine().execute(arguments));
  }
}
