package dev.ferry.loadtest.fleet;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * From {@code INFO stats} and {@code memory}: counts since the start of Redis.
 *
 * @param commands also those that scripts call
 * @param memoryBytes now
 */
public record RedisCounters(long commands, long bytesIn, long bytesOut, long memoryBytes) {
  public static final RedisCounters NONE = new RedisCounters(0, 0, 0, 0);

  /** From the text of {@code INFO everything}. */
  static RedisCounters parse(String info) {
    Map<String, String> lines =
        info.lines()
            .filter(line -> line.indexOf(':') > 0)
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf(':')),
                    line -> line.substring(line.indexOf(':') + 1).strip(),
                    (first, second) -> first));
    long commands =
        lines.entrySet().stream()
            .filter(line -> line.getKey().startsWith("cmdstat_"))
            .mapToLong(line -> calls(line.getValue()))
            .sum();
    return new RedisCounters(
        commands,
        number(lines, "total_net_input_bytes"),
        number(lines, "total_net_output_bytes"),
        number(lines, "used_memory"));
  }

  /** {@code calls=21,usec=175,...}. */
  private static long calls(String statistics) {
    String calls = statistics.substring(statistics.indexOf('=') + 1);
    int end = calls.indexOf(',');
    return Long.parseLong(end < 0 ? calls : calls.substring(0, end));
  }

  private static long number(Map<String, String> lines, String key) {
    return Long.parseLong(lines.getOrDefault(key, "0"));
  }

  /** What was counted since; the memory stays that of now. */
  public RedisCounters minus(RedisCounters earlier) {
    return new RedisCounters(
        commands - earlier.commands,
        bytesIn - earlier.bytesIn,
        bytesOut - earlier.bytesOut,
        memoryBytes);
  }

  public RedisCounters plus(RedisCounters other) {
    return new RedisCounters(
        commands + other.commands,
        bytesIn + other.bytesIn,
        bytesOut + other.bytesOut,
        memoryBytes + other.memoryBytes);
  }
}
