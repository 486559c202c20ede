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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node is killed with many users online: who watches them on another node sees it, once. */
@Timeout(180)
@Tag("faults")
class DeadNodeUsersIT {
  private static final int USERS = 400;

  /** Of them, those who are back on another node at once. */
  private static final int QUICK = 100;

  private static final int WATCHERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;
  private final List<RawClient> clients = new ArrayList<>();

  /** Of each watcher, what it was told of each user since. */
  private final List<Map<String, List<Boolean>>> told = new ArrayList<>();

  @AfterEach
  void end() {
    clients.forEach(RawClient::close);
  }

  @Test
  void eachUserGoesOfflineAtMostOnceAndComesBackAtMostOnce() {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
        Nodes nodes = Nodes.start(folder, 2, redis.uri().toString())) {
      List<String> users = IntStream.range(0, USERS).mapToObj(i -> "u" + i).toList();
      for (String user : users) {
        login(nodes, 0, user).call(visibleTo(Visibility.VISIBILITY_EVERYONE));
      }
      List<RawClient> watchers = watchers(nodes, users);
      long killed = System.nanoTime();
      nodes.get(0).kill();
      users.subList(0, QUICK).forEach(user -> login(nodes, 1, user));
      awaitTold(watchers, Map.of(List.of(false), USERS - QUICK));
      long tookMs = Duration.ofNanos(System.nanoTime() - killed).toMillis();
      System.out.printf("the last of a killed node's users was told of after %d ms%n", tookMs);
      users.subList(QUICK, USERS).forEach(user -> login(nodes, 1, user));
      awaitTold(watchers, Map.of(List.of(false, true), USERS - QUICK));
      for (RawClient watcher : watchers) {
        assertEquals(Optional.empty(), watcher.poll(Duration.ofSeconds(3)));
      }
      for (Map<String, List<Boolean>> each : told) {
        assertEquals(new TreeSet<>(users.subList(QUICK, USERS)), new TreeSet<>(each.keySet()));
      }
    }
  }

  private List<RawClient> watchers(Nodes nodes, List<String> users) {
    List<RawClient> watchers = new ArrayList<>();
    for (int i = 0; i < WATCHERS; i++) {
      RawClient watcher = login(nodes, 1, "watcher" + i);
      for (int from = 0; from < USERS; from += 200) {
        String[] part = users.subList(from, from + 200).toArray(String[]::new);
        ServerFrame answer = watcher.call(watch(part));
        assertEquals(200, answer.getPresences().getUsersCount(), answer.toString());
        assertTrue(
            answer.getPresences().getUsersList().stream()
                .allMatch(each -> each.getOnlineCount() == 1));
      }
      watchers.add(watcher);
      told.add(new TreeMap<>());
    }
    return watchers;
  }

  /** Reads pushes until each watcher was told so of so many users, and of nobody else. */
  private void awaitTold(List<RawClient> watchers, Map<List<Boolean>, Integer> wanted) {
    for (int i = 0; i < watchers.size(); i++) {
      Map<String, List<Boolean>> seen = told.get(i);
      while (!histories(seen).equals(wanted)) {
        ServerFrame push = watchers.get(i).next(PATIENCE);
        assertTrue(push.hasPresencePush(), push.toString());
        for (Presence each : push.getPresencePush().getUsersList()) {
          seen.computeIfAbsent(each.getUser(), user -> new ArrayList<>())
              .add(each.getOnlineCount() > 0);
          assertTrue(
              wanted.keySet().stream().anyMatch(history -> begins(history, seen, each)),
              each + " after " + seen.get(each.getUser()));
        }
      }
    }
  }

  private static boolean begins(
      List<Boolean> history, Map<String, List<Boolean>> seen, Presence of) {
    List<Boolean> some = seen.getOrDefault(of.getUser(), List.of());
    return some.size() <= history.size() && history.subList(0, some.size()).equals(some);
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
