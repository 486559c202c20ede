package dev.ferry.loadtest.report;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a result by one flat name each: {@code ack_ms.p99} of the JSON is {@code
 * ack_p99_ms}, {@code server.rss_bytes} is {@code server_rss_bytes}, and the peak of the process
 * {@code node-1} is {@code node-1_rss_peak_bytes}. The names are what {@link FailIf} takes and
 * {@link Compare} shows; docs/load.md lists them.
 */
public final class Figures {
  /** Every name that does not depend on which processes took part, in the order of showing. */
  public static final Set<String> NAMES = names();

  private static final List<String> OF_PROCESS = numeric(ProcessUse.class);

  private Figures() {}

  /** What the run measured, in the order of showing. What it did not measure is absent. */
  public static Map<String, Double> of(Result result) {
    Map<String, Double> figures = new LinkedHashMap<>();
    double seconds = result.run().durationS();
    figures.put("duration_s", seconds);
    putAll(figures, "", "", RecordMaps.toMap(result.counts()));
    putAll(figures, "checks_", "", RecordMaps.toMap(result.checks()));
    putAll(figures, "activity_", "", RecordMaps.toMap(result.activity()));
    if (result.activity().presenceTold() > 0 && seconds > 0) {
      figures.put("presence_told_per_s", result.activity().presenceTold() / seconds);
    }
    putRate(figures, "acked_per_s", result.latencies().get("ack_ms"), seconds);
    putRate(figures, "delivered_per_s", result.latencies().get("deliver_ms"), seconds);
    result.latencies().forEach((name, latency) -> putLatency(figures, name, latency));
    putAll(figures, "server_", "", RecordMaps.toMap(result.server()));
    putAll(figures, "redis_", "", RecordMaps.toMap(result.redis()));
    putAll(figures, "harness_", "", RecordMaps.toMap(result.harness()));
    figures.put("cores", (double) result.environment().cores());
    for (ProcessUse process : result.processes()) {
      putAll(figures, process.name() + "_", "", RecordMaps.toMap(process));
    }
    return Collections.unmodifiableMap(figures);
  }

  /** Whether a run could measure this: one of {@link #NAMES}, or of a process of any name. */
  static boolean isName(String name) {
    return NAMES.contains(name)
        || OF_PROCESS.stream()
            .anyMatch(of -> name.length() > of.length() + 1 && name.endsWith("_" + of));
  }

  /** From the latencies, since the counts are of the warm-up, too. */
  private static void putRate(
      Map<String, Double> figures, String name, @Nullable Latency measured, double seconds) {
    if (measured != null && seconds > 0) {
      figures.put(name, measured.count() / seconds);
    }
  }

  private static void putLatency(Map<String, Double> figures, String name, Latency latency) {
    String stem = stem(name);
    figures.put(stem + "_count", (double) latency.count());
    Map<String, @Nullable Object> values = RecordMaps.toMap(latency);
    values.remove("count");
    putAll(figures, stem + "_", "_ms", values);
    putAll(figures, stem + "_raw_", "_ms", RecordMaps.toMap(latency.raw()));
  }

  private static void putAll(
      Map<String, Double> figures,
      String prefix,
      String suffix,
      Map<String, @Nullable Object> values) {
    values.forEach(
        (name, value) -> {
          if (value instanceof Number number) {
            figures.put(prefix + name + suffix, number.doubleValue());
          }
        });
  }

  private static Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    names.add("duration_s");
    names.addAll(numeric(Counts.class));
    numeric(Checks.class).forEach(name -> names.add("checks_" + name));
    numeric(Activity.class).forEach(name -> names.add("activity_" + name));
    names.add("presence_told_per_s");
    names.add("acked_per_s");
    names.add("delivered_per_s");
    for (String latency : Result.LATENCIES) {
      String stem = stem(latency);
      names.add(stem + "_count");
      numeric(Latency.class).stream()
          .filter(name -> !name.equals("count"))
          .forEach(name -> names.add(stem + "_" + name + "_ms"));
      numeric(Latency.Raw.class).forEach(name -> names.add(stem + "_raw_" + name + "_ms"));
    }
    numeric(ServerCost.class).forEach(name -> names.add("server_" + name));
    numeric(RedisCost.class).forEach(name -> names.add("redis_" + name));
    numeric(Harness.class).forEach(name -> names.add("harness_" + name));
    names.add("cores");
    return Collections.unmodifiableSet(names);
  }

  private static List<String> numeric(Class<? extends Record> type) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> kind = component.getType();
      if (kind == long.class || kind == double.class || kind == Double.class) {
        names.add(RecordMaps.snakeCase(component.getName()));
      }
    }
    return names;
  }

  private static String stem(String latency) {
    return latency.substring(0, latency.length() - "_ms".length());
  }
}
