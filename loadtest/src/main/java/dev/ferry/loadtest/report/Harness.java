package dev.ferry.loadtest.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the harness kept up with what it wanted to measure.
 *
 * @param saturated it did not: latencies are its own, and the run is invalid
 * @param reasons why, a sentence each
 * @param cpuShare CPU that the harness used, in cores (1.0 is one core)
 */
public record Harness(boolean saturated, List<String> reasons, @Nullable Double cpuShare) {
  public Harness {
    reasons = List.copyOf(reasons);
  }
}
