package dev.ferry.cli.terminal;

/** What the exit status tells scripts; the README lists them. */
public final class ExitCode {
  public static final int OK = 0;

  /** A defect of this program, or of the machine under it. */
  public static final int DEFECT = 1;

  public static final int USAGE = 2;
  public static final int UNAUTHORISED = 3;
  public static final int UNREACHABLE = 4;
  public static final int TIMED_OUT = 5;

  /** The server understood and said no. */
  public static final int REFUSED = 6;

  private ExitCode() {}
}
