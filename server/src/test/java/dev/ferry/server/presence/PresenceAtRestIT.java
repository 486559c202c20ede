package dev.ferry.server.presence;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.redis.RespConnection;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.PresenceRequests;
import dev.ferry.server.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that do nothing cost Redis nothing, and their node a little. */
@Timeout(180)
@Tag("faults")
class PresenceAtRestIT {
  private static final int SESSIONS = 600;
  private static final long WATCHED_MICROS = 10_000_000;
  private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");
  private static final Pattern TIME = Pattern.compile("server_time_usec:(\\d+)");

  /** What the bus and the health page do once a second, and this test. */
  private static final Set<String> OTHERS = Set.of("ping", "ssubscribe", "info");

  @TempDir Path folder;

  @Test
  void atRestThereIsAtMostOneOperationForAHundredSessionsAndSecond() throws IOException {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
        OneNode node =
            OneNode.start(folder.resolve("data"), Map.of("redis.url", redis.uri().toString()));
        RespConnection info =
            RespConnection.open(
                redis.uri().getPort(),
                redis.uri().getUserInfo().substring(1),
                Duration.ofSeconds(10))) {
      List<RawClient> clients = new ArrayList<>();
      try {
        for (int i = 0; i < SESSIONS; i++) {
          clients.add(node.login(Door.TCP, "u" + i, "phone"));
        }
        for (int i = 0; i < SESSIONS; i += 10) {
          clients.get(i).call(PresenceRequests.watch("u" + (i + 1), "u" + (i + 2)));
        }
        assertAtRest(info);
      } finally {
        clients.forEach(RawClient::close);
      }
    }
  }

  private static void assertAtRest(RespConnection info) throws IOException {
    Map<String, Long> before = calls(info);
    long begin = time(info);
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> time(info) - begin >= WATCHED_MICROS);
    Map<String, Long> during = calls(info);
    final double seconds = (time(info) - begin) / 1e6;
    during.replaceAll((command, count) -> count - before.getOrDefault(command, 0L));
    during.keySet().removeAll(OTHERS);
    during.values().removeIf(count -> count == 0);
    long sum = during.values().stream().mapToLong(Long::longValue).sum();
    System.out.printf("presence at rest: %d operations in %.1f s %s%n", sum, seconds, during);
    assertTrue(during.getOrDefault("zadd", 0L) > 0, "the lease is refreshed: " + during);
    assertTrue(
        sum <= seconds * SESSIONS / 100,
        sum + " in " + seconds + " s with " + SESSIONS + " sessions: " + during);
  }

  /** Of each command, those in scripts included. */
  private static Map<String, Long> calls(RespConnection redis) throws IOException {
    Map<String, Long> calls = new TreeMap<>();
    Matcher found = CALLS.matcher(redis.ask("INFO", "commandstats"));
    while (found.find()) {
      calls.put(found.group(1), Long.parseLong(found.group(2)));
    }
    return calls;
  }

  /** By Redis's clock, in microseconds. */
  private static long time(RespConnection redis) throws IOException {
    Matcher found = TIME.matcher(redis.ask("INFO", "server"));
    assertTrue(found.find());
    return Long.parseLong(found.group(1));
  }
}
