package dev.ferry.loadtest.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Result} as JSON, by the schema in docs/load.md. What a reader needs first stands first,
 * the second-by-second series last.
 */
public final class ResultJson {
  /** Rises when a field changes its meaning or goes; new fields don't raise it. */
  public static final int SCHEMA_VERSION = 1;

  /** A larger file is refused unread: a day by the second is some 50 MB. */
  private static final long BYTES_MAX = 256L << 20;

  private static final JSON JSON_FORM =
      JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES);

  private ResultJson() {}

  /** The JSON text, indented. */
  public static String write(Result result) {
    try {
      return JSON_FORM.asString(toMap(result));
    } catch (IOException e) {
      throw new AssertionError("writing to a string", e);
    }
  }

  /** Writes to a file, replacing what it holds. */
  public static void write(Result result, Path file) throws IOException {
    Files.writeString(file, write(result) + "\n");
  }

  /**
   * Reads what {@link #write} wrote; unknown fields are ignored.
   *
   * @throws IOException if the file can't be read, is no JSON or no result; says which field
   */
  public static Result read(Path file) throws IOException {
    if (Files.size(file) > BYTES_MAX) {
      throw new IOException(
          file + ": " + Files.size(file) + " bytes (expected: <= " + BYTES_MAX + ")");
    }
    try {
      return read(Files.readString(file));
    } catch (IOException e) {
      throw new IOException(file + " is no result of a run: " + e.getMessage(), e);
    }
  }

  /** The same from text. */
  public static Result read(String text) throws IOException {
    Map<String, Object> map = JSON_FORM.mapFrom(text);
    Object version = map.get("schema_version");
    if (!Integer.valueOf(SCHEMA_VERSION).equals(version)) {
      throw new IOException("schema_version: " + version + " (expected: " + SCHEMA_VERSION + ")");
    }
    try {
      return fromMap(map);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The result as {@link #write} writes it; what the page of HTML gets, too. */
  static Map<String, @Nullable Object> toMap(Result result) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("schema_version", SCHEMA_VERSION);
    map.putAll(RecordMaps.toMap(result.run()));
    map.putAll(RecordMaps.toMap(result.judgement()));
    map.putAll(RecordMaps.toMap(result.counts()));
    map.put("checks", RecordMaps.toMap(result.checks()));
    map.put("activity", RecordMaps.toMap(result.activity()));
    result.latencies().forEach((name, latency) -> map.put(name, RecordMaps.toMap(latency)));
    map.put("server", RecordMaps.toMap(result.server()));
    map.put("redis", RecordMaps.toMap(result.redis()));
    map.put("harness", RecordMaps.toMap(result.harness()));
    map.put("environment", RecordMaps.toMap(result.environment()));
    map.put("processes", result.processes().stream().map(RecordMaps::toMap).toList());
    map.put("anchors", result.anchors().stream().map(RecordMaps::toMap).toList());
    map.putAll(RecordMaps.toMap(result.timeline()));
    return map;
  }

  private static Result fromMap(Map<String, Object> map) {
    return new Result(
        RecordMaps.fromMap(Run.class, map),
        RecordMaps.fromMap(Counts.class, map),
        // Results of before they were written have neither.
        map.containsKey("checks")
            ? RecordMaps.fromMap(Checks.class, object(map, "checks"))
            : Checks.NONE,
        map.containsKey("activity")
            ? RecordMaps.fromMap(Activity.class, object(map, "activity"))
            : Activity.NONE,
        latencies(map),
        list(ProcessUse.class, map.get("processes")),
        RecordMaps.fromMap(ServerCost.class, object(map, "server")),
        RecordMaps.fromMap(RedisCost.class, object(map, "redis")),
        RecordMaps.fromMap(Harness.class, object(map, "harness")),
        RecordMaps.fromMap(Environment.class, object(map, "environment")),
        list(Anchor.class, map.get("anchors")),
        RecordMaps.fromMap(Timeline.class, map),
        RecordMaps.fromMap(Judgement.class, map));
  }

  /** In the order of the file, which is the order in which they are shown. */
  private static Map<String, Latency> latencies(Map<String, Object> map) {
    Map<String, Latency> latencies = new LinkedHashMap<>();
    for (String name : map.keySet()) {
      if (Result.LATENCIES.contains(name)) {
        latencies.put(name, RecordMaps.fromMap(Latency.class, object(map, name)));
      }
    }
    return latencies;
  }

  private static <R extends Record> List<R> list(Class<R> type, @Nullable Object value) {
    List<R> list = new ArrayList<>();
    if (value instanceof List<?> elements) {
      for (Object element : elements) {
        if (!(element instanceof Map<?, ?> entries)) {
          throw new IllegalArgumentException(element + " (expected: an object)");
        }
        list.add(RecordMaps.fromMap(type, entries));
      }
    }
    return list;
  }

  private static Map<?, ?> object(Map<String, Object> map, String key) {
    Object value = map.get(key);
    if (value instanceof Map<?, ?> entries) {
      return entries;
    }
    throw new IllegalArgumentException(key + ": " + value + " (expected: an object)");
  }
}
