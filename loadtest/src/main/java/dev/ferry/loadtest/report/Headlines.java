package dev.ferry.loadtest.report;

import java.util.Map;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/** The few figures that one looks for first, each on a tile, as far as they were measured. */
final class Headlines {
  private Headlines() {}

  static String html(Result result) {
    Map<String, Double> figures = Figures.of(result);
    StringBuilder tiles = new StringBuilder("<dl class=\"tiles\">\n");
    boolean messages = result.counts().sent() > 0;
    if (messages) {
      tile(tiles, "messages acked a second", figures.get("acked_per_s"), Numbers::grouped);
      tile(tiles, "deliveries a second", figures.get("delivered_per_s"), Numbers::grouped);
    }
    latency(tiles, "send → ack, p99", figures, "ack");
    latency(tiles, "send → delivery, p99", figures, "deliver");
    latency(tiles, "send → last of the group, p99", figures, "last_of_group");
    latency(tiles, "login, p99", figures, "login");
    latency(tiles, "reconnect, p99", figures, "reconnect");
    cpu(tiles, "server CPU a message", figures.get("server_cpu_us_per_message"));
    cpu(tiles, "server CPU a delivery", figures.get("server_cpu_us_per_delivery"));
    cpu(tiles, "server CPU a login", figures.get("server_cpu_us_per_login"));
    cpu(tiles, "Redis CPU a message", figures.get("redis_cpu_us_per_message"));
    tile(
        tiles,
        "memory an idle session",
        figures.get("server_bytes_per_session"),
        value -> Numbers.grouped(value) + "\u00a0B");
    return tiles.append("</dl>\n").toString();
  }

  private static void latency(
      StringBuilder tiles, String label, Map<String, Double> figures, String stem) {
    Double median = figures.get(stem + "_p50_ms");
    if (median != null) {
      tile(
          tiles,
          label + " (p50\u00a0" + Numbers.grouped(median) + ")",
          figures.get(stem + "_p99_ms"),
          value -> Numbers.grouped(value) + "\u00a0ms");
    }
  }

  private static void cpu(StringBuilder tiles, String label, @Nullable Double value) {
    tile(tiles, label, value, us -> Numbers.grouped(us) + "\u00a0µs");
  }

  private static void tile(
      StringBuilder tiles, String label, @Nullable Double value, DoubleFunction<String> shown) {
    if (value != null) {
      tiles.append("<div>").append(Html.element("dt", label));
      tiles.append(Html.element("dd", shown.apply(value))).append("</div>\n");
    }
  }
}
