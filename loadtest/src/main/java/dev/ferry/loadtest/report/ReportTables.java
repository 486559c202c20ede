package dev.ferry.loadtest.report;

import java.util.Locale;
import java.util.Map;

/** The tables of the page. One that would be empty is an empty string. */
final class ReportTables {
  private static final double MIB = 1 << 20;
  private static final double US_PER_S = 1e6;

  private ReportTables() {}

  static String counts(Counts counts) {
    HtmlTable table = new HtmlTable("count", ">value", "meaning");
    row(table, "sent", counts.sent(), "messages, retries not counted");
    row(table, "acked", counts.acked(), "accepted by the server");
    row(table, "refused", counts.refused(), meaningOfRefused(counts));
    row(table, "unknown", counts.unknown(), "neither, until the end");
    row(table, "expected", counts.expected(), "deliveries that the acked ones call for");
    row(table, "delivered", counts.delivered(), "of these, shown to the device");
    row(table, "lost", counts.lost(), "expected, and not shown until the end");
    row(table, "duplicated", counts.duplicated(), "shown twice, or in a log twice");
    row(table, "reordered", counts.reordered(), "shown out of order");
    row(table, "misdelivered", counts.misdelivered(), "shown to somebody who may not have it");
    return table.html("What the ledger counted");
  }

  private static String meaningOfRefused(Counts counts) {
    return counts.refusals().isEmpty()
        ? "refused for good"
        : "refused for good: " + counts.refusalsByCode();
  }

  /** What was done and looked at besides messages; empty when there was nothing. */
  static String besides(Checks checks, Activity activity) {
    HtmlTable table = new HtmlTable("besides messages", ">value", "meaning");
    rowIfAny(table, "read", activity.reads(), "times that somebody read up to some message");
    rowIfAny(table, "cursors told", activity.cursorsTold(), "cursors that devices were told of");
    rowIfAny(table, "operations", activity.operations(), "recalls, edits, reactions acked");
    rowIfAny(table, "signals", activity.signals(), "sent");
    rowIfAny(table, "signals told", activity.signalsTold(), "shown to devices");
    rowIfAny(table, "presence told", activity.presenceTold(), "users that watchers were told of");
    rowIfAny(table, "cursors compared", checks.cursors(), "with what was reported");
    rowIfAny(table, "unread compared", checks.unread(), "with the log after the cursor");
    rowIfAny(table, "lists compared", checks.lists(), "of readers");
    rowIfAny(table, "outcomes compared", checks.outcomes(), "with what was done to the message");
    rowIfAny(table, "presences compared", checks.presences(), "with who is really online");
    rowIfAny(table, "skipped", checks.skipped(), "could not be compared");
    rowIfAny(table, "cursors wrong", checks.cursorsWrong(), "unread and lists of readers, too");
    rowIfAny(table, "outcomes wrong", checks.outcomesWrong(), "");
    rowIfAny(table, "presences wrong", checks.presencesWrong(), "");
    return table.isEmpty() ? "" : table.html("Besides messages");
  }

  private static void rowIfAny(HtmlTable table, String name, long value, String meaning) {
    if (value != 0) {
      row(table, name, value, meaning);
    }
  }

  private static void row(HtmlTable table, String name, long value, String meaning) {
    table.add(name, Numbers.grouped(value), meaning);
  }

  static String latencies(Map<String, Latency> latencies) {
    HtmlTable table =
        new HtmlTable(
            "latency in ms", "from", ">count", ">mean", ">p50", ">p90", ">p99", ">p99.9", ">max");
    latencies.forEach(
        (name, latency) -> {
          String label = LatencyNames.label(name);
          table.add(
              label,
              "intended time",
              Numbers.grouped(latency.count()),
              Numbers.grouped(latency.mean()),
              Numbers.grouped(latency.p50()),
              Numbers.grouped(latency.p90()),
              Numbers.grouped(latency.p99()),
              Numbers.grouped(latency.p999()),
              Numbers.grouped(latency.max()));
          Latency.Raw raw = latency.raw();
          table.add(
              label,
              "actual send (raw)",
              "",
              "",
              Numbers.grouped(raw.p50()),
              "",
              Numbers.grouped(raw.p99()),
              Numbers.grouped(raw.p999()),
              Numbers.grouped(raw.max()));
        });
    return table.isEmpty() ? "" : table.html("Latencies");
  }

  static String processes(Result result) {
    HtmlTable table =
        new HtmlTable(
            "process",
            "role",
            ">CPU user s",
            ">CPU system s",
            ">cores used",
            ">RSS at start MiB",
            ">peak MiB",
            ">at end MiB");
    double seconds = result.run().durationS();
    for (ProcessUse process : result.processes()) {
      double cpu = (process.cpuUserUs() + process.cpuSystemUs()) / US_PER_S;
      table.add(
          process.name(),
          process.role().name().toLowerCase(Locale.ROOT),
          Numbers.grouped(process.cpuUserUs() / US_PER_S),
          Numbers.grouped(process.cpuSystemUs() / US_PER_S),
          seconds > 0 ? Numbers.grouped(cpu / seconds) : "",
          Numbers.grouped(process.rssStartBytes() / MIB),
          Numbers.grouped(process.rssPeakBytes() / MIB),
          Numbers.grouped(process.rssEndBytes() / MIB));
    }
    return table.isEmpty() ? "" : table.html("Processes while load was offered");
  }

  static String costs(Result result) {
    HtmlTable table = new HtmlTable("cost", ">value");
    Map<String, Double> figures = Figures.of(result);
    figures.forEach(
        (name, value) -> {
          if (name.startsWith("server_")
              || (name.startsWith("redis_") && name.contains("_per_"))
              || name.equals("redis_commands_at_rest")
              || name.equals("presence_told_per_s")) {
            table.add(name, Numbers.grouped(value));
          }
        });
    return table.isEmpty() ? "" : table.html("Costs");
  }

  static String anchors(Result result) {
    HtmlTable table = new HtmlTable("figure", ">this run", "beside", ">value", "this run is");
    Map<String, Double> figures = Figures.of(result);
    for (Anchor anchor : result.anchors()) {
      Double value = figures.get(anchor.figure());
      if (value != null) {
        table.add(
            anchor.figure(),
            Numbers.grouped(value),
            anchor.text(),
            Numbers.grouped(anchor.value()),
            standing(anchor, value));
      }
    }
    return table.isEmpty() ? "" : table.html("Beside known values");
  }

  private static String standing(Anchor anchor, double value) {
    if (anchor.value() <= 0) {
      return "";
    }
    String times = Numbers.grouped(value / anchor.value()) + " ×";
    Direction direction = Direction.of(anchor.figure());
    if (direction == Direction.NONE || value == anchor.value()) {
      return times;
    }
    boolean better = (value < anchor.value()) == (direction == Direction.LESS_IS_BETTER);
    return times + (better ? " ✓ better" : " ✗ worse");
  }

  static String environment(Environment environment) {
    HtmlTable table = new HtmlTable("environment", "value");
    RecordMaps.toMap(environment).forEach((name, value) -> table.add(name, String.valueOf(value)));
    return table.html("Environment");
  }

  static String settings(Run run) {
    HtmlTable table = new HtmlTable("setting", "value");
    run.settings().forEach(table::add);
    if (!run.settings().containsKey("seed")) {
      table.add("seed", Long.toString(run.seed()));
    }
    return table.html("Settings");
  }
}
