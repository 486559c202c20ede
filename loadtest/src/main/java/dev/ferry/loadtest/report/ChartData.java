package dev.ferry.loadtest.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the charts of the page draw: a column of numbers a line, as the charts want it. */
final class ChartData {
  private static final JSON COMPACT = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);
  private static final double MIB = 1 << 20;

  private ChartData() {}

  static String json(Result result) {
    List<Timeline.Sample> series = result.timeline().series();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("curves", curves(result.latencies()));
    data.put("t", column(series, Timeline.Sample::t));
    data.put("sent", rates(series, Timeline.Sample::sent));
    data.put("acked", rates(series, Timeline.Sample::acked));
    data.put("delivered", rates(series, Timeline.Sample::delivered));
    data.put("p50", column(series, Timeline.Sample::deliverP50Ms));
    data.put("p99", column(series, Timeline.Sample::deliverP99Ms));
    Map<String, Object> cpu = new LinkedHashMap<>();
    Map<String, Object> rss = new LinkedHashMap<>();
    for (String name : processes(series)) {
      cpu.put(name, column(series, sample -> sample.cpuShare().get(name)));
      rss.put(name, column(series, sample -> mib(sample.rssBytes().get(name))));
    }
    data.put("cpu", cpu);
    data.put("rss", rss);
    data.put("marks", result.timeline().marks().stream().map(RecordMaps::toMap).toList());
    try {
      return COMPACT.asString(data);
    } catch (IOException e) {
      throw new AssertionError("writing to a string", e);
    }
  }

  /** Every process that a sample knows, in the order in which they came up. */
  private static Set<String> processes(List<Timeline.Sample> series) {
    Set<String> names = new LinkedHashSet<>();
    for (Timeline.Sample sample : series) {
      names.addAll(sample.cpuShare().keySet());
      names.addAll(sample.rssBytes().keySet());
    }
    return names;
  }

  private static Map<String, Object> curves(Map<String, Latency> latencies) {
    Map<String, Object> curves = new LinkedHashMap<>();
    latencies.forEach(
        (name, latency) -> {
          if (latency.count() > 0 && !latency.curve().isEmpty()) {
            List<List<Double>> points = new ArrayList<>();
            latency.curve().forEach(p -> points.add(List.of(p.percentile(), p.ms())));
            curves.put(
                LatencyNames.label(name), Map.of("count", latency.count(), "points", points));
          }
        });
    return curves;
  }

  private static List<@Nullable Object> column(
      List<Timeline.Sample> series, Function<Timeline.Sample, @Nullable Object> value) {
    List<@Nullable Object> column = new ArrayList<>(series.size());
    series.forEach(sample -> column.add(finite(value.apply(sample))));
    return column;
  }

  /** Samples are a second apart or nearly so; a late one would look like a peak. */
  private static List<@Nullable Object> rates(
      List<Timeline.Sample> series, Function<Timeline.Sample, Long> count) {
    List<@Nullable Object> rates = new ArrayList<>(series.size());
    double before = 0;
    for (Timeline.Sample sample : series) {
      double seconds = sample.t() - before;
      rates.add(seconds > 0 ? count.apply(sample) / seconds : null);
      before = sample.t();
    }
    return rates;
  }

  private static @Nullable Object finite(@Nullable Object value) {
    return value instanceof Double number && !Double.isFinite(number) ? null : value;
  }

  private static @Nullable Object mib(@Nullable Long bytes) {
    return bytes == null ? null : bytes / MIB;
  }
}
