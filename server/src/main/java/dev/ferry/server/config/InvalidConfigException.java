package dev.ferry.server.config;

import java.util.List;

/** The configuration cannot be used. Tells every problem found, not only the first. */
public final class InvalidConfigException extends RuntimeException {
  private final transient List<String> problems;

  InvalidConfigException(List<String> problems) {
    super(
        (problems.size() == 1
                ? "The configuration has a problem:"
                : "The configuration has problems:")
            + "\n  "
            + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence each: where, which key, which value, what was expected. Holds no secrets. */
  public List<String> problems() {
    return problems;
  }
}
