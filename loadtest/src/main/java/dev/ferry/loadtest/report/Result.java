package dev.ferry.loadtest.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a run found. Immutable; written and read by {@link ResultJson}, whose schema
 * docs/load.md describes field by field.
 *
 * @param latencies by name; the names are {@link #LATENCIES}, what was not measured is absent; in
 *     the order in which they are shown
 * @param processes every process that took part, each name once
 * @param anchors known values that the report puts beside the figures
 */
public record Result(
    Run run,
    Counts counts,
    Checks checks,
    Activity activity,
    Map<String, Latency> latencies,
    List<ProcessUse> processes,
    ServerCost server,
    RedisCost redis,
    Harness harness,
    Environment environment,
    List<Anchor> anchors,
    Timeline timeline,
    Judgement judgement) {

  /** The latencies that a run may measure. A new one is entered here and in docs/load.md. */
  public static final List<String> LATENCIES =
      List.of(
          "ack_ms",
          "deliver_ms",
          "last_of_group_ms",
          "login_ms",
          "reconnect_ms",
          "drain_ms",
          "readers_ms",
          "online_ms",
          "offline_ms");

  public Result {
    for (String name : latencies.keySet()) {
      if (!LATENCIES.contains(name)) {
        throw new IllegalArgumentException(
            "latency: " + name + " (expected: one of " + LATENCIES + ")");
      }
    }
    List<String> names = new ArrayList<>();
    for (ProcessUse process : processes) {
      if (names.contains(process.name())) {
        throw new IllegalArgumentException("process: " + process.name() + " (expected: once)");
      }
      names.add(process.name());
    }
    latencies = Collections.unmodifiableMap(new LinkedHashMap<>(latencies));
    processes = List.copyOf(processes);
    anchors = List.copyOf(anchors);
  }
}
