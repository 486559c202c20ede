package dev.ferry.loadtest.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A result as one file of HTML that needs nothing else: styles, scripts and data are in it, and its
 * content security policy forbids it to load anything or to run any script but its own. Everything
 * but the charts is there without scripts, too.
 */
public final class HtmlReport {
  private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z-]+)}}");
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/";
  private static final String UPLOT_VERSION =
      "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

  private HtmlReport() {}

  /** Writes the page to a file, replacing what it holds. */
  public static void write(Result result, Path file) throws IOException {
    Files.writeString(file, html(result));
  }

  /** The page. */
  public static String html(Result result) {
    String uplot = UPLOT + uplotVersion();
    String library = resource(uplot + "/dist/uPlot.iife.min.js");
    String charts = resource("report.js");
    Map<String, String> slots = new LinkedHashMap<>();
    slots.put("policy", "'" + hash(library) + "' '" + hash(charts) + "'");
    slots.put("license", resource(uplot + "/LICENSE").replace("--", "- -"));
    slots.put("library-style", resource(uplot + "/dist/uPlot.min.css"));
    slots.put("style", resource("report.css"));
    slots.put("library", library);
    slots.put("script", charts);
    slots.put("chart-data", Html.escapeJson(ChartData.json(result)));
    putContent(slots, result);
    return fill(resource("report.html"), slots);
  }

  private static void putContent(Map<String, String> slots, Result result) {
    Judgement judgement = result.judgement();
    slots.put("scenario", Html.escape(result.run().scenario()));
    slots.put("verdict", judgement.verdict().name().toLowerCase(Locale.ROOT));
    slots.put("sentence", Html.escape(sentence(result)));
    slots.put("reasons", list("ul", "reasons", judgement.reasons()));
    slots.put(
        "began", Html.escape(result.run().began().truncatedTo(ChronoUnit.SECONDS).toString()));
    slots.put("duration", Numbers.grouped(result.run().durationS()));
    slots.put("headlines", Headlines.html(result));
    slots.put("stories", stories(judgement.stories()));
    slots.put("marks", marks(result.timeline().marks()));
    slots.put(
        "counts",
        ReportTables.counts(result.counts())
            + ReportTables.besides(result.checks(), result.activity()));
    slots.put("latencies", ReportTables.latencies(result.latencies()));
    slots.put("anchors", ReportTables.anchors(result));
    slots.put("costs", ReportTables.costs(result));
    slots.put("processes", ReportTables.processes(result));
    slots.put("harness", Html.escape(harness(result.harness())));
    slots.put("settings", ReportTables.settings(result.run()));
    slots.put("environment", ReportTables.environment(result.environment()));
    slots.put("command", Html.escape(result.run().command()));
    slots.put("ferry", Html.escape(result.environment().ferry()));
  }

  private static String sentence(Result result) {
    Counts counts = result.counts();
    return switch (result.judgement().verdict()) {
      case CLEAN ->
          counts.sent() == 0
              ? "Nothing went wrong."
              : "Nothing lost, duplicated, reordered or misdelivered among "
                  + Numbers.grouped(counts.expected())
                  + " deliveries.";
      case VIOLATED ->
          Numbers.grouped(counts.lost())
              + " lost, "
              + Numbers.grouped(counts.duplicated())
              + " duplicated, "
              + Numbers.grouped(counts.reordered())
              + " reordered, "
              + Numbers.grouped(counts.misdelivered())
              + " misdelivered among "
              + Numbers.grouped(counts.expected())
              + " deliveries.";
      case INVALID -> "This run says nothing about the server. Don't use its figures.";
    };
  }

  private static String harness(Harness harness) {
    Double share = harness.cpuShare();
    String used = share == null ? "" : " It used " + Numbers.grouped(share) + " cores.";
    return harness.saturated()
        ? "The harness was saturated: " + String.join("; ", harness.reasons()) + "." + used
        : "The harness kept up with its load." + used;
  }

  private static String stories(List<String> stories) {
    if (stories.isEmpty()) {
      return "";
    }
    StringBuilder html =
        new StringBuilder("<section id=\"stories\"><h2>What happened to these messages</h2>\n");
    stories.forEach(story -> html.append(Html.element("pre", story)).append('\n'));
    return html.append("</section>\n").toString();
  }

  private static String marks(List<Timeline.Mark> marks) {
    return list(
        "ol", "marks", marks.stream().map(m -> Numbers.plain(m.t()) + " s: " + m.text()).toList());
  }

  private static String list(String tag, String style, List<String> items) {
    if (items.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder("<" + tag + " class=\"" + style + "\">\n");
    items.forEach(item -> html.append(Html.element("li", item)).append('\n'));
    return html.append("</").append(tag).append(">\n").toString();
  }

  /** Fills every slot once: what stands in a slot's value is not looked at again. */
  private static String fill(String template, Map<String, String> slots) {
    return SLOT.matcher(template)
        .replaceAll(slot -> Matcher.quoteReplacement(value(slots, slot.group(1))));
  }

  private static String value(Map<String, String> slots, String name) {
    String value = slots.get(name);
    if (value == null) {
      throw new IllegalStateException("slot: " + name + " (expected: one of " + slots.keySet());
    }
    return value;
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  private static String uplotVersion() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(resource(UPLOT_VERSION)));
    } catch (IOException e) {
      throw new AssertionError("reading from a string", e);
    }
    return properties.getProperty("version", "");
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + name);
      }
      // The hash of the policy is of what the browser sees, and that has line feeds only.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + name, e);
    }
  }
}
