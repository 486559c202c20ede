package dev.ferry.cli.terminal;

/** Ends a command: one line for people that says what to do next, and the exit status. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  public CliException(int exitCode, String line) {
    super(line);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
