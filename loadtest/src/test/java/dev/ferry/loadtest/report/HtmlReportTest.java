package dev.ferry.loadtest.report;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final Pattern SCRIPT =
      Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);

  @Test
  void showsVerdictFiguresStoriesAndCommand() {
    String html = HtmlReport.html(SampleResults.violated());
    for (String text :
        List.of(
            "class=\"banner violated\"",
            "3 lost, 1 duplicated, 0 reordered, 0 misdelivered among 1,162,400 deliveries.",
            "bob-1031/phone was never shown seq 811",
            "kill-redis",
            "./ferry load mixed --fault &#39;kill-node@12s,kill-redis@35s&#39;",
            "10.6\u00a0µs",
            "epoll")) {
      assertTrue(html.contains(text), text);
    }
  }

  @Test
  void saysWhyMessagesWereRefused() {
    String html = HtmlReport.html(SampleResults.faulted());
    assertTrue(html.contains("<td>refused for good: MESSAGE_RECALLED × 1</td>"));
  }

  @Test
  void leavesOutWhatWasNotMeasured() {
    String html = HtmlReport.html(SampleResults.idle());
    assertTrue(html.contains("3,412\u00a0B"));
    for (String text : List.of("send → ack", "Redis CPU", "Beside known values", "null", "NaN")) {
      assertFalse(body(html).contains(text), text);
    }
  }

  @Test
  void setsTheRunBesideKnownValues() {
    String html = HtmlReport.html(SampleResults.clean());
    assertTrue(html.contains("<td>NATS 2.9, one in flight</td><td class=\"number\">14.1</td>"));
    assertTrue(html.contains("0.323 × ✓ better"));
    assertTrue(html.contains("1.14 × ✗ worse"));
  }

  @Test
  void drawsProcessesThatOnlyTheSeriesKnows() throws IOException {
    Result result = SampleResults.faulted();
    Result without =
        new Result(
            result.run(),
            result.counts(),
            Checks.NONE,
            Activity.NONE,
            result.latencies(),
            List.of(),
            result.server(),
            result.redis(),
            result.harness(),
            result.environment(),
            result.anchors(),
            result.timeline(),
            result.judgement());
    Object cpu = JSON.std.mapFrom(ChartData.json(without)).get("cpu");
    assertEquals(
        Set.of("node-1", "node-2", "redis", "harness"), ((Map<?, ?>) requireNonNull(cpu)).keySet());
  }

  @Test
  void loadsNothing() {
    String html = HtmlReport.html(SampleResults.violated());
    assertFalse(html.contains(" src="));
    assertFalse(html.contains("@import"));
    assertFalse(html.contains("url("));
    assertTrue(html.contains("default-src 'none'"));
  }

  @Test
  void keepsTextFromBecomingMarkup() {
    String evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>{{command}}\"'&";
    String html = HtmlReport.html(named(evil));
    assertFalse(html.contains("<img"), "an element of the text's own");
    assertFalse(html.contains("<script>alert"), "a script of the text's own");
    Matcher scripts = SCRIPT.matcher(html);
    int count = 0;
    while (scripts.find()) {
      count++;
    }
    assertEquals(3, count, "data, library and charts");
    assertTrue(html.contains("&lt;img src=x onerror=alert(2)&gt;{{command}}&quot;&#39;&amp;"));
  }

  @Test
  void noInlinedScriptEndsItsElement() {
    Matcher scripts = SCRIPT.matcher(HtmlReport.html(SampleResults.clean()));
    int length = 0;
    while (scripts.find()) {
      length += scripts.group(1).length();
      assertFalse(scripts.group(1).contains("<!--"));
    }
    assertTrue(length > 50_000, "library is cut off after " + length);
  }

  static Result named(String text) {
    Result result = SampleResults.violated();
    ProcessUse use = result.processes().get(0);
    return new Result(
        new Run(text, 1, result.run().began(), 60, Map.of(text, text), text),
        result.counts(),
        Checks.NONE,
        Activity.NONE,
        result.latencies(),
        List.of(
            new ProcessUse(
                text,
                use.role(),
                use.cpuUserUs(),
                use.cpuSystemUs(),
                use.rssStartBytes(),
                use.rssPeakBytes(),
                use.rssEndBytes())),
        result.server(),
        result.redis(),
        new Harness(true, List.of(text), 1.0),
        new Environment(text, text, text, text, text, 2, text),
        List.of(new Anchor("server_rss_bytes", text, 1)),
        new Timeline(
            List.of(
                new Timeline.Sample(1, 1, 1, 1, 1.0, 2.0, Map.of(text, 0.5), Map.of(text, 9L)),
                new Timeline.Sample(2, 1, 1, 1, 1.0, 2.0, Map.of(text, 0.5), Map.of(text, 9L))),
            List.of(new Timeline.Mark(1.5, text))),
        new Judgement(Judgement.Verdict.VIOLATED, List.of(text), List.of(text)));
  }

  private static String body(String html) {
    return html.substring(html.indexOf("<body>"), html.indexOf("<!-- Charts"));
  }
}
