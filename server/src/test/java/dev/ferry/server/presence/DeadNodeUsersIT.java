package dev.ferry.server.presence;

import static dev.ferry.server.testkit.PresenceRequests.visibleTo;
import static dev.ferry.server.testkit.PresenceRequests.watch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.Presence;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.Visibility;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Nodes;
import dev.ferry.server.testkit.RawClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed with many users online: who watches them on another node sees it, once. {@code
 * -Dferry.presence.users=2000} takes more of them, a multiple of 200.
 */
@Timeout(280)
@Tag("faults")
class DeadNodeUsersIT {
  private static final int USERS = Integer.getInteger("ferry.presence.users", 400);

  /** As many as a session may watch. */
  private static final int WATCHED_MAX = 1_000;

  /** A page of those that one call watches. */
  private static final int CALL = 200;

  private static final int WATCHERS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final List<RawClient> clients = new ArrayList<>();

  /** Somebody who watches, and what it was told of each user since. */
  private record Watcher(RawClient client, List<String> users, Map<String, List<Boolean>> told) {}

  @AfterEach
  void end() {
    clients.forEach(RawClient::close);
  }

  @Test
  void eachUserGoesOfflineAtMostOnceAndComesBackAtMostOnce() {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
        // These clients send no heartbeats.
        Nodes nodes =
            Nodes.start(
                folder,
                2,
                node -> node.redis(redis.uri().toString()).setting("session.heartbeat", "10m"))) {
      List<String> users = IntStream.range(0, USERS).mapToObj(i -> "u" + i).toList();
      for (String user : users) {
        login(nodes, 0, user).call(visibleTo(Visibility.VISIBILITY_EVERYONE));
      }
      List<Watcher> watchers = watchers(nodes, users);
      long killed = System.nanoTime();
      nodes.get(0).kill();
      users.stream().filter(DeadNodeUsersIT::isQuick).forEach(user -> login(nodes, 1, user));
      awaitTold(watchers, List.of(false));
      long tookMs = Duration.ofNanos(System.nanoTime() - killed).toMillis();
      System.out.printf(
          "the last of a killed node's %d users was told of after %d ms%n", USERS, tookMs);
      users.stream().filter(user -> !isQuick(user)).forEach(user -> login(nodes, 1, user));
      awaitTold(watchers, List.of(false, true));
      for (Watcher watcher : watchers) {
        assertEquals(Optional.empty(), watcher.client().poll(Duration.ofSeconds(3)));
        assertEquals(slow(watcher), watcher.told().keySet());
      }
    }
  }

  /** Whether the user is back on another node at once, so that nobody is told. */
  private static boolean isQuick(String user) {
    return user.endsWith("0");
  }

  private static Set<String> slow(Watcher watcher) {
    return watcher.users().stream()
        .filter(user -> !isQuick(user))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Watcher> watchers(Nodes nodes, List<String> users) {
    List<Watcher> watchers = new ArrayList<>();
    for (int from = 0; from < USERS; from += WATCHED_MAX) {
      List<String> part = users.subList(from, Math.min(USERS, from + WATCHED_MAX));
      for (int i = 0; i < WATCHERS; i++) {
        RawClient client = login(nodes, 1, "watcher" + watchers.size());
        for (int at = 0; at < part.size(); at += CALL) {
          watchAll(client, part.subList(at, at + CALL));
        }
        watchers.add(new Watcher(client, part, new TreeMap<>()));
      }
    }
    return watchers;
  }

  private static void watchAll(RawClient watcher, List<String> users) {
    ServerFrame answer = watcher.call(watch(users.toArray(String[]::new)));
    assertEquals(users.size(), answer.getPresences().getUsersCount(), answer.toString());
    assertTrue(
        answer.getPresences().getUsersList().stream().allMatch(each -> each.getOnlineCount() == 1));
  }

  /** Reads pushes until each watcher was told so of all slow users, and of nobody else. */
  private static void awaitTold(List<Watcher> watchers, List<Boolean> history) {
    for (Watcher watcher : watchers) {
      Map<List<Boolean>, Integer> wanted = Map.of(history, slow(watcher).size());
      while (!histories(watcher.told()).equals(wanted)) {
        ServerFrame push = watcher.client().next(PATIENCE);
        assertTrue(push.hasPresencePush(), push.toString());
        for (Presence each : push.getPresencePush().getUsersList()) {
          List<Boolean> told =
              watcher.told().computeIfAbsent(each.getUser(), user -> new ArrayList<>());
          told.add(each.getOnlineCount() > 0);
          boolean begins =
              told.size() <= history.size() && history.subList(0, told.size()).equals(told);
          assertTrue(begins, () -> each + " after " + told);
        }
      }
    }
  }

  private static Map<List<Boolean>, Integer> histories(Map<String, List<Boolean>> seen) {
    Map<List<Boolean>, Integer> counts = new HashMap<>();
    seen.values().forEach(history -> counts.merge(history, 1, Integer::sum));
    return counts;
  }

  private RawClient login(Nodes nodes, int node, String user) {
    RawClient client = nodes.login(node, user, "phone");
    clients.add(client);
    return client;
  }
}
