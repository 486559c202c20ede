package dev.ferry.loadtest.report;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultJsonTest {
  @Test
  void readsWhatItWrote() throws IOException {
    for (Result result :
        List.of(
            SampleResults.clean(),
            SampleResults.faulted(),
            SampleResults.violated(),
            SampleResults.invalid(),
            SampleResults.idle())) {
      assertEquals(result, ResultJson.read(ResultJson.write(result)));
    }
  }

  @Test
  void keepsTheOrderOfSettingsAndLatencies() throws IOException {
    Result result = SampleResults.clean();
    Result read = ResultJson.read(ResultJson.write(result));
    assertEquals(
        List.copyOf(result.run().settings().keySet()), List.copyOf(read.run().settings().keySet()));
    assertEquals(
        List.of("ack_ms", "deliver_ms", "last_of_group_ms"),
        List.copyOf(read.latencies().keySet()));
  }

  @Test
  void hasTheNamesThatAreDocumented() throws IOException {
    Map<String, Object> json = JSON.std.mapFrom(ResultJson.write(SampleResults.violated()));
    assertTrue(
        json.keySet()
            .containsAll(
                List.of(
                    "schema_version",
                    "scenario",
                    "seed",
                    "duration_s",
                    "sent",
                    "acked",
                    "unknown",
                    "expected",
                    "delivered",
                    "lost",
                    "duplicated",
                    "reordered",
                    "misdelivered")),
        json.keySet().toString());
    assertEquals("violated", json.get("verdict"));
    for (String latency : List.of("ack_ms", "deliver_ms", "last_of_group_ms")) {
      assertTrue(object(json, latency).keySet().containsAll(List.of("p50", "p99", "p999", "max")));
    }
    assertTrue(
        object(json, "server")
            .keySet()
            .containsAll(
                List.of(
                    "cpu_us_per_message",
                    "cpu_us_per_delivery",
                    "rss_bytes",
                    "bytes_per_session")));
    assertTrue(
        object(json, "redis")
            .keySet()
            .containsAll(
                List.of("cpu_us_per_message", "commands_per_message", "bytes_per_message")));
    assertEquals(false, object(json, "harness").get("saturated"));
    assertTrue(
        object(json, "environment")
            .keySet()
            .containsAll(List.of("jdk", "transport", "redis", "cores")));
  }

  @Test
  void ignoresUnknownFields() throws IOException {
    String json = ResultJson.write(SampleResults.clean());
    String newer =
        json.replaceFirst("\\{", "{ \"mood\" : { \"a\" : [ 1 ] }, \"sleep_ms\" : 3,")
            .replace("\"jdk\"", "\"colour\" : null, \"jdk\"");
    assertEquals(SampleResults.clean(), ResultJson.read(newer));
  }

  @Test
  void writesWhatIsNoNumberAsNotMeasured() throws IOException {
    Result clean = SampleResults.clean();
    Result result =
        new Result(
            clean.run(),
            clean.counts(),
            Checks.NONE,
            Activity.NONE,
            clean.latencies(),
            clean.processes(),
            new ServerCost(Double.NaN, Double.POSITIVE_INFINITY, null, 1.0, null),
            clean.redis(),
            clean.harness(),
            clean.environment(),
            clean.anchors(),
            clean.timeline(),
            clean.judgement());
    ServerCost read = ResultJson.read(ResultJson.write(result)).server();
    assertNull(read.cpuUsPerMessage());
    assertNull(read.cpuUsPerDelivery());
    assertEquals(1.0, read.rssBytes());
  }

  @Test
  void namesTheFieldThatIsWrong() {
    String json = ResultJson.write(SampleResults.clean());
    assertWrong("sent", json.replaceFirst("\"sent\" : \\d+", "\"sent\" : \"many\""));
    assertWrong("sent", json.replaceFirst("\"sent\" : \\d+,", ""));
    assertWrong("verdict", json.replace("\"clean\"", "\"fine\""));
    assertWrong("began", json.replace("2026-03-01T12:00:00Z", "yesterday"));
    assertWrong("server", json.replace("\"server\" : {", "\"server\" : 1, \"x\" : {"));
    assertWrong("schema_version", json.replace("\"schema_version\" : 1", "\"schema_version\" : 2"));
    assertWrong("schema_version", "{}");
  }

  @Test
  void saysWhichFileIsNoResult(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("out.json");
    Files.writeString(file, "hello");
    IOException e = assertThrows(IOException.class, () -> ResultJson.read(file));
    assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e.getMessage());
    ResultJson.write(SampleResults.idle(), file);
    assertEquals(SampleResults.idle(), ResultJson.read(file));
  }

  @Test
  void refusesALatencyWithoutAName() {
    Result clean = SampleResults.clean();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Result(
                clean.run(),
                clean.counts(),
                Checks.NONE,
                Activity.NONE,
                Map.of("nap_ms", clean.latencies().values().iterator().next()),
                clean.processes(),
                clean.server(),
                clean.redis(),
                clean.harness(),
                clean.environment(),
                clean.anchors(),
                clean.timeline(),
                clean.judgement()));
  }

  private static void assertWrong(String field, String json) {
    IOException e = assertThrows(IOException.class, () -> ResultJson.read(json));
    assertTrue(String.valueOf(e.getMessage()).contains(field + ": "), e.getMessage());
  }

  private static Map<?, ?> object(Map<String, Object> json, String key) {
    return (Map<?, ?>) requireNonNull(json.get(key));
  }
}
