package dev.ferry.server.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.redis.RespConnection;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.GroupRequests;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A login with very many conversations asks no more of Redis than one with a page of them. Prints
 * how long it took, for docs/benchmarks.md; {@code -Dferry.list.conversations=50000} is the full
 * size.
 */
@Timeout(600)
@Tag("faults")
class LargeListIT {
  private static final int CONVERSATIONS = Integer.getInteger("ferry.list.conversations", 5_000);
  private static final int GROUPS = 50;
  private static final int FIRST_PAGE = 50;
  private static final int LOGINS = 500;

  /** Commands of Redis from a script count, too. */
  private static final Pattern CALLS = Pattern.compile("cmdstat_[^:]+:calls=(\\d+)");

  private static final Pattern OUTPUT = Pattern.compile("total_net_output_bytes:(\\d+)");

  @TempDir private static Path folder;

  private static long lastMessage;

  /** What Redis did and sent so far, or for a user's logins, and how long each of these took. */
  private record Cost(long commands, long bytes, long... tookNanos) {}

  @Test
  void loginWithManyConversationsAsksNoMoreThanOneWithFew() throws IOException {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
        OneNode node = OneNode.start(folder.resolve("data"), settings(redis))) {
      converse(node, "few", 2 * FIRST_PAGE);
      converse(node, "many", CONVERSATIONS - GROUPS);
      // So that the node is warm.
      logIn(node, "few");
      logIn(node, "many");

      Cost few = costOfLogins(redis, node, "few");
      Cost many = costOfLogins(redis, node, "many");
      print(many);
      // A tenth is for what a node does by the clock.
      assertTrue(many.commands() < few.commands() * 1.1, () -> many + " and with few " + few);
      assertTrue(many.bytes() < few.bytes() * 1.1, () -> many + " and with few " + few);
    }
  }

  private static Map<String, String> settings(EmbeddedRedis redis) {
    return Map.of(
        "redis.url", redis.uri().toString(),
        "limits.requests-per-second", "100000",
        "limits.requests-burst", "100000");
  }

  /** Groups, and so many direct conversations. */
  private static void converse(OneNode node, String user, int directs) {
    try (RawClient client = node.login(Door.TCP, user, "phone")) {
      for (int i = 0; i < GROUPS; i++) {
        GroupRequests.make(client, GroupRequests.create("g/" + user + "-" + i, List.of()));
      }
      for (int i = 0; i < directs; i++) {
        ServerFrame answer = client.call(Requests.send("d/" + user + "/peer" + i, ++lastMessage));
        assertTrue(answer.hasMessageAck(), answer::toString);
      }
    }
  }

  /** From the beginning of a connection to the answer to its login, each in nanoseconds. */
  private static long[] logIn(OneNode node, String user) {
    String token = node.tokens().token(user);
    long[] tookNanos = new long[LOGINS];
    for (int i = 0; i < LOGINS; i++) {
      long begin = System.nanoTime();
      try (RawClient client = node.connect(Door.TCP)) {
        Heads page = client.login(token, "phone").getHeads();
        tookNanos[i] = System.nanoTime() - begin;
        assertEquals(
            FIRST_PAGE, page.getHeadsList().stream().map(Head::getConversation).distinct().count());
        assertFalse(page.getNext().isEmpty());
      }
    }
    return tookNanos;
  }

  private static Cost costOfLogins(EmbeddedRedis redis, OneNode node, String user)
      throws IOException {
    Cost before = spent(redis);
    long[] tookNanos = logIn(node, user);
    Cost after = spent(redis);
    return new Cost(
        after.commands() - before.commands(), after.bytes() - before.bytes(), tookNanos);
  }

  private static Cost spent(EmbeddedRedis redis) throws IOException {
    try (RespConnection connection = redis.connect()) {
      return new Cost(
          sum(CALLS, connection.ask("INFO", "commandstats")),
          sum(OUTPUT, connection.ask("INFO", "stats")));
    }
  }

  private static long sum(Pattern figure, String info) {
    return figure
        .matcher(info)
        .results()
        .map(found -> found.group(1))
        .mapToLong(Long::parseLong)
        .sum();
  }

  private static void print(Cost cost) {
    long[] tookNanos = cost.tookNanos();
    Arrays.sort(tookNanos);
    System.out.printf(
        "login with %d conversations: p50 %.1f ms, p99 %.1f ms, %d commands and %d bytes from Redis%n",
        CONVERSATIONS,
        tookNanos[LOGINS / 2] / 1e6,
        tookNanos[LOGINS * 99 / 100] / 1e6,
        cost.commands() / LOGINS,
        cost.bytes() / LOGINS);
  }
}
