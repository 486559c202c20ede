package dev.ferry.cli.connect;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a command that does one thing tries to do it. */
public final class PatienceOption {
  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "When to give up (default: ${DEFAULT-VALUE}).")
  Duration timeout = Duration.ofSeconds(10);

  public Duration timeout() {
    return timeout;
  }
}
