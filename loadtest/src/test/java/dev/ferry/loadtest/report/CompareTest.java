package dev.ferry.loadtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "deliver_p99_ms, 100, 100, same",
        "deliver_p99_ms, 100, 104, about the same",
        "deliver_p99_ms, 100, 120, unclear (worse)",
        "deliver_p99_ms, 100, 80, unclear (better)",
        "deliver_p99_ms, 100, 131, WORSE",
        "deliver_p99_ms, 100, 60, better",
        "deliver_p99_ms, 0, 1, WORSE",
        "acked_per_s, 100, 140, better",
        "acked_per_s, 100, 60, WORSE",
        "lost, 100, 101, WORSE",
        "lost, 1, 0, better",
        "misdelivered, 0, 0, same",
        "sent, 100, 200, ''",
        "deliver_count, 100, 200, ''",
        "node-1_rss_peak_bytes, 100, 200, WORSE",
      })
  void marksWhatAChangeMeans(String figure, double a, double b, String mark) {
    assertEquals(mark, Compare.mark(figure, a, b));
  }

  @Test
  void putsFiguresSideBySide() {
    String text = Compare.text(SampleResults.clean(), SampleResults.violated());
    assertLine(text, "server_cpu_us_per_delivery 4.55 10.6 +133 % WORSE");
    assertLine(text, "lost 0 3 from 0 WORSE");
    assertLine(text, "redis_cpu_us_per_message 61.5 38.1 -38 % better");
    assertLine(text, "reordered 0 0 0 % same");
  }

  @Test
  void tellsVerdictsAndTheirReasons() {
    String text = Compare.text(SampleResults.clean(), SampleResults.violated());
    assertLine(text, "A: group, began 2026-03-01T12:00:00Z, verdict clean");
    assertLine(text, "B: mixed, began 2026-03-01T12:00:00Z, verdict violated");
    assertLine(text, "3 deliveries lost (P1)");
  }

  @Test
  void flagsSettingsAndEnvironmentThatDiffer() {
    Result a = SampleResults.clean();
    Environment other = new Environment("21", "Debian GNU/Linux 12", "6.1", "nio", "8.0", 8, "x");
    Result b =
        new Result(
            SampleResults.run("group", Map.of("members", "200", "nodes", "3")),
            a.counts(),
            Checks.NONE,
            Activity.NONE,
            a.latencies(),
            a.processes(),
            a.server(),
            a.redis(),
            a.harness(),
            other,
            a.anchors(),
            a.timeline(),
            a.judgement());
    String text = Compare.text(a, b);
    assertLine(text, "settings.members 2000 200");
    assertLine(text, "settings.rate 20/s -");
    assertLine(text, "settings.nodes - 3");
    assertLine(text, "environment.transport epoll nio");
    assertLine(text, "environment.cores 2 8");
    assertFalse(text.contains("environment.os"), text);
    assertFalse(text.contains("settings.payload"), text);
  }

  @Test
  void saysWhenOnlyOneRunMeasuredAFigure() {
    String text = Compare.text(SampleResults.clean(), SampleResults.idle());
    assertTrue(
        text.lines().anyMatch(l -> l.matches("deliver_p99_ms +[0-9.]+ +- +only in A")), text);
    assertLine(text, "server_bytes_per_session - 3412 only in B");
  }

  @Test
  void twiceTheSameHasNothingToTell() {
    String text = Compare.text(SampleResults.faulted(), SampleResults.faulted());
    assertLine(text, "Same scenario, settings and environment.");
    for (String word : List.of("WORSE", "better ", "only in")) {
      assertFalse(text.contains(word), text);
    }
  }

  private static void assertLine(String text, String line) {
    assertTrue(
        text.lines().anyMatch(l -> l.strip().replaceAll(" +", " ").equals(line)),
        () -> line + " is not in\n" + text);
  }
}
