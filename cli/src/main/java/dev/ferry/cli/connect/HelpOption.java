package dev.ferry.cli.connect;

import picocli.CommandLine.Option;

/** The one option that every command has. */
public final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
