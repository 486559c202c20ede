package dev.ferry.loadtest.report;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which run it was, and how to have it again.
 *
 * @param scenario its name, such as {@code group}
 * @param seed of everything random in it
 * @param began when the load began, after the warm-up
 * @param durationS seconds for which load was offered
 * @param settings every setting as it was used, in the order in which they are shown
 * @param command the line that repeats the run, seed included
 */
public record Run(
    String scenario,
    long seed,
    Instant began,
    double durationS,
    Map<String, String> settings,
    String command) {
  public Run {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
