package dev.ferry.loadtest.fault.plan;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * The run that a plan is for.
 *
 * @param run how long it measures; every fault begins before its end
 * @param nodes how many there are to hurt
 * @param possible what can be done to this fleet; a single Redis, for one, has nothing to fail over
 *     to
 */
public record FaultSetting(Duration run, int nodes, Set<FaultKind> possible) {
  public FaultSetting {
    if (run.isNegative() || run.isZero() || nodes < 0) {
      throw new IllegalArgumentException("run, nodes: %s, %d".formatted(run, nodes));
    }
    possible = Set.copyOf(possible);
  }

  /** Where everything is possible. */
  public static FaultSetting of(Duration run, int nodes) {
    return new FaultSetting(run, nodes, EnumSet.allOf(FaultKind.class));
  }
}
