package dev.ferry.cli.demo;

import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The Redis that a server started for itself. Its address and password are in the {@code
 * redis.conf} of the server's data folder, which only its owner may read.
 */
final class EmbeddedRedis {
  private EmbeddedRedis() {}

  /** Its URL with the password: a secret. */
  static String url(Path data) throws IOException {
    Path file = data.resolve("redis").resolve("redis.conf");
    List<String> lines = Files.readAllLines(file);
    // Letters, digits, "_" and "-": nothing that a URL would have to escape.
    String password = value(lines, "requirepass", file).replace("\"", "");
    return "redis://:" + password + "@127.0.0.1:" + value(lines, "port", file);
  }

  private static String value(List<String> lines, String directive, Path file) {
    return lines.stream()
        .filter(line -> line.startsWith(directive + " "))
        .map(line -> line.substring(directive.length() + 1).strip())
        .findFirst()
        .orElseThrow(
            () -> new CliException(ExitCode.DEFECT, file + ": no line \"" + directive + " ...\""));
  }
}
