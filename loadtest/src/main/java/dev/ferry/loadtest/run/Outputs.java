package dev.ferry.loadtest.run;

import dev.ferry.loadtest.report.Activity;
import dev.ferry.loadtest.report.Checks;
import dev.ferry.loadtest.report.Counts;
import dev.ferry.loadtest.report.HtmlReport;
import dev.ferry.loadtest.report.Latency;
import dev.ferry.loadtest.report.RedisCost;
import dev.ferry.loadtest.report.Result;
import dev.ferry.loadtest.report.ResultJson;
import dev.ferry.loadtest.report.ServerCost;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the result goes: a page and a JSON file in the run's folder, and some lines for people. */
final class Outputs {
  private static final double BYTES_PER_MIB = 1 << 20;

  private final Path folder;
  private final @Nullable Path json;
  private final PrintWriter console;

  /**
   * @param json a second place for the JSON
   */
  Outputs(Path folder, @Nullable Path json, PrintWriter console) {
    this.folder = folder;
    this.json = json;
    this.console = console;
  }

  void write(Result result) throws IOException {
    Path page = folder.resolve("report.html");
    HtmlReport.write(result, page);
    Path own = folder.resolve("result.json");
    ResultJson.write(result, own);
    if (json != null) {
      ResultJson.write(result, json);
    }
    print(result);
    line("report", page + ", " + (json == null ? own : json));
  }

  private void print(Result result) {
    result.latencies().forEach(this::print);
    ServerCost server = result.server();
    cost("server", "%.1f µs CPU a message", server.cpuUsPerMessage());
    cost("", "%.2f µs CPU a delivery", server.cpuUsPerDelivery());
    cost("", "%.0f µs CPU a login", server.cpuUsPerLogin());
    cost("", "%,.0f bytes a session", server.bytesPerSession());
    cost(
        "",
        "%.0f MiB in RAM",
        server.rssBytes() == null ? null : server.rssBytes() / BYTES_PER_MIB);
    RedisCost redis = result.redis();
    cost("redis", "%.1f µs CPU a message", redis.cpuUsPerMessage());
    cost("", "%.1f commands a message", redis.commandsPerMessage());
    cost("", "%,.0f bytes a message", redis.bytesPerMessage());
    cost("", "%.2f commands a second for 100 sessions at rest", redis.commandsAtRest());
    Counts counts = result.counts();
    line(
        "messages",
        String.format(
            Locale.ROOT,
            "%,d sent, %,d acked, %,d refused, %,d unknown; %,d of %,d deliveries",
            counts.sent(),
            counts.acked(),
            counts.refused(),
            counts.unknown(),
            counts.delivered(),
            counts.expected()));
    if (!counts.refusals().isEmpty()) {
      line("refused", counts.refusalsByCode());
    }
    besides(result.checks(), result.activity());
    line(
        "verdict",
        String.format(
            Locale.ROOT,
            "%s: %d lost, %d duplicated, %d reordered, %d misdelivered; wrong: %d cursors,"
                + " %d outcomes, %d presences",
            result.judgement().verdict().name().toLowerCase(Locale.ROOT),
            counts.lost(),
            counts.duplicated(),
            counts.reordered(),
            counts.misdelivered(),
            result.checks().cursorsWrong(),
            result.checks().outcomesWrong(),
            result.checks().presencesWrong()));
    result.judgement().reasons().forEach(reason -> line("", reason));
    result.judgement().stories().forEach(story -> console.println("\n" + story));
  }

  /** Nothing, where phones did nothing but send. */
  private void besides(Checks checks, Activity activity) {
    if (!activity.equals(Activity.NONE)) {
      line(
          "besides",
          String.format(
              Locale.ROOT,
              "%,d times read, %,d cursors told, %,d operations, %,d signals (%,d told), %,d told"
                  + " of presence",
              activity.reads(),
              activity.cursorsTold(),
              activity.operations(),
              activity.signals(),
              activity.signalsTold(),
              activity.presenceTold()));
    }
    line(
        "checked",
        String.format(
            Locale.ROOT,
            "%,d cursors, %,d counts of unread, %,d lists of readers, %,d outcomes, %,d presences;"
                + " %,d skipped",
            checks.cursors(),
            checks.unread(),
            checks.lists(),
            checks.outcomes(),
            checks.presences(),
            checks.skipped()));
  }

  private void print(String name, Latency latency) {
    line(
        name.replace("_ms", "").replace('_', ' '),
        String.format(
            Locale.ROOT,
            "p50 %.1f  p99 %.1f  p99.9 %.1f  max %.1f ms, of %,d",
            latency.p50(),
            latency.p99(),
            latency.p999(),
            latency.max(),
            latency.count()));
  }

  private void cost(String whose, String form, @Nullable Double value) {
    if (value != null) {
      line(whose, String.format(Locale.ROOT, form, value));
    }
  }

  private void line(String head, String text) {
    console.printf(Locale.ROOT, "%-14s %s%n", head, text);
  }
}
