package dev.ferry.loadtest.fault.plan;

import java.time.Duration;

/**
 * One thing that goes wrong.
 *
 * @param at since the start of the run's measured time
 * @param lasting until it is ended; zero for what is over at once, or for good
 */
public record Fault(FaultKind kind, FaultScope scope, Duration at, Duration lasting) {
  public Fault {
    if (at.isNegative() || lasting.isNegative()) {
      throw new IllegalArgumentException(
          "at, lasting: %s, %s (expected: >= 0)".formatted(at, lasting));
    }
  }

  /** The canonical text, such as {@code delay-clients:200ms:30%@5s+10s}. */
  public String text() {
    StringBuilder text = new StringBuilder(kind.text());
    for (Parameter parameter : kind.parameters()) {
      String value = parameter.write(scope);
      boolean usual = value.equals(parameter.write(FaultScope.DEFAULT));
      if (!usual || kind.required().contains(parameter)) {
        text.append(':').append(value);
      }
    }
    text.append('@').append(Durations.text(at));
    if (!lasting.isZero()) {
      text.append('+').append(Durations.text(lasting));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return text();
  }
}
