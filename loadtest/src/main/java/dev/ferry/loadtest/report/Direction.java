package dev.ferry.loadtest.report;

import java.util.Set;

/** Which way a figure is better. */
enum Direction {
  LESS_IS_BETTER,
  MORE_IS_BETTER,
  /** Says what the load was, not how the system bore it. */
  NONE;

  private static final Set<String> FAULTS =
      Set.of(
          "lost",
          "duplicated",
          "reordered",
          "misdelivered",
          "refused",
          "unknown",
          "checks_cursors_wrong",
          "checks_outcomes_wrong",
          "checks_presences_wrong");
  private static final Set<String> THROUGHPUT =
      Set.of("acked_per_s", "delivered_per_s", "presence_told_per_s");
  private static final Set<String> LOAD =
      Set.of("duration_s", "sent", "acked", "expected", "delivered", "cores");

  static Direction of(String figure) {
    if (THROUGHPUT.contains(figure)) {
      return MORE_IS_BETTER;
    }
    boolean besides = figure.startsWith("checks_") || figure.startsWith("activity_");
    boolean load = LOAD.contains(figure) || figure.endsWith("_count");
    return load || (besides && !isExact(figure)) ? NONE : LESS_IS_BETTER;
  }

  /** Whether even the smallest change of this figure means something. */
  static boolean isExact(String figure) {
    return FAULTS.contains(figure);
  }
}
