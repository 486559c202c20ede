package dev.ferry.server.groups;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchHeads;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.GroupRequests;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's list of conversations on the wire: its first page, what changed since, and all of it.
 */
@Timeout(60)
class ConversationListIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int FIRST_PAGE = 50;
  private static final int PAGE = 200;

  @TempDir private static Path data;
  private static OneNode node;
  private static long lastMessage;

  @BeforeAll
  static void start() {
    node =
        OneNode.start(
            data, Map.of("limits.requests-per-second", "50000", "limits.requests-burst", "50000"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void theFirstPageHasTheNewestActivityFirst() {
    try (RawClient ann = node.login(Door.TCP, "ann", "phone")) {
      for (int i = 0; i < FIRST_PAGE + 10; i++) {
        say(ann, direct("ann", i));
        make(ann, "g/ann-" + i);
      }
      // The list is ordered to the second.
      await("the newest is first")
          .atMost(PATIENCE)
          .until(
              () -> {
                say(ann, direct("ann", 3));
                return page(ann, "", 0).getHeads(0).getConversation().equals(direct("ann", 3));
              });
      say(ann, "g/ann-1");
      Heads page = page(ann, "", 0);
      assertEquals(FIRST_PAGE, page.getHeadsCount());
      // Two entries of one millisecond may stand either way.
      assertEquals(
          Set.of("g/ann-1", direct("ann", 3)),
          page.getHeadsList().stream()
              .map(Head::getConversation)
              .limit(2)
              .collect(Collectors.toSet()));
      List<Head> sorted = new ArrayList<>(page.getHeadsList());
      sorted.sort(Comparator.comparingLong(Head::getTimeMs).reversed());
      assertEquals(sorted, page.getHeadsList());
      try (RawClient tablet = node.connect(Door.WEB_SOCKET)) {
        LoggedIn login = tablet.login(node.tokens().token("ann"), "tablet");
        assertEquals(page.getHeadsList(), login.getHeads().getHeadsList());
      }
    }
  }

  @Test
  void sinceAVersionComesOnlyWhatChangedAndTheGroups() {
    try (RawClient ben = node.login(Door.TCP, "ben", "phone");
        RawClient zoe = node.login(Door.TCP, "zoe", "phone")) {
      for (int i = 0; i < 80; i++) {
        say(ben, direct("ben", i));
      }
      make(ben, "g/ben-1");
      make(ben, "g/ben-2");
      Set<String> settled = Set.of("g/ben-1", "g/ben-2", direct("ben", 3));
      long version = awaitSettled(ben, direct("ben", 3), settled);

      say(ben, direct("ben", 7));
      say(zoe, "d/ben/zoe");
      make(zoe, "g/zoe-1", "ben");
      Set<String> changed = new HashSet<>(settled);
      changed.addAll(Set.of(direct("ben", 7), "d/ben/zoe", "g/zoe-1"));
      assertEquals(changed, names(all(ben, version)));

      GroupRequests.make(zoe, GroupRequests.remove("g/zoe-1", "ben"));
      Head left = find(all(ben, version), "g/zoe-1");
      assertTrue(left.getLeft(), left::toString);
      assertEquals(2, left.getSeq());
      assertEquals(changed, names(login("ben", version)));
      long later = awaitSettled(ben, direct("ben", 3), settled);
      assertNotEquals(version, later);
      assertEquals(settled, names(login("ben", later)));
    }
  }

  /**
   * Writes in one conversation until nothing else is new: a version looks back two seconds from the
   * latest touch, so that nothing is missed.
   */
  private static long awaitSettled(RawClient client, String busy, Set<String> settled) {
    long[] version = {0};
    await("nothing new")
        .atMost(PATIENCE)
        .until(
            () -> {
              say(client, busy);
              Heads page = page(client, "", version[0]);
              Set<String> names = names(all(client, version[0]));
              version[0] = page.getVersion();
              return names.equals(settled);
            });
    return version[0];
  }

  @Test
  void manyConversationsComeCompletelyPageByPage() {
    int groups = 220;
    int directs = 280;
    try (RawClient cleo = node.login(Door.TCP, "cleo", "phone");
        RawClient zoe = node.login(Door.TCP, "zoe", "tablet")) {
      Set<String> expected = new TreeSet<>();
      for (int i = 0; i < groups; i++) {
        make(i % 2 == 0 ? cleo : zoe, "g/cleo-" + i, "cleo");
        expected.add("g/cleo-" + i);
      }
      for (int i = 0; i < directs; i++) {
        say(cleo, direct("cleo", i));
        expected.add(direct("cleo", i));
      }
      for (int i = 1; i < groups; i += 40) {
        GroupRequests.make(zoe, GroupRequests.remove("g/cleo-" + i, "cleo"));
      }
      List<Head> heads = all(cleo, 0);
      assertEquals(expected, new TreeSet<>(names(heads)));
      // A group comes among the groups and where it was touched: no conversation more than thrice.
      Map<String, Long> times =
          heads.stream().collect(groupingBy(Head::getConversation, counting()));
      assertTrue(times.values().stream().allMatch(count -> count <= 3), times::toString);
      assertEquals(
          (groups - 1 + 39) / 40,
          heads.stream().filter(Head::getLeft).map(Head::getConversation).distinct().count());
      for (Head head : heads) {
        assertTrue(head.getEpoch() > 0 && head.getSeq() > 0 && head.getTimeMs() > 0);
      }
    }
  }

  @Test
  void whoHasNoConversationsHasAnEmptyList() {
    try (RawClient dan = node.login(Door.TCP, "dan", "phone")) {
      Heads page = page(dan, "", 0);
      assertEquals(0, page.getHeadsCount());
      assertEquals("", page.getNext());
      assertEquals(0, page.getVersion());
    }
  }

  private static String direct(String user, int number) {
    return "d/" + user + "/peer" + number;
  }

  private static void make(RawClient owner, String group, String... members) {
    GroupRequests.make(owner, GroupRequests.create(group, List.of(members)));
  }

  private static void say(RawClient sender, String conversation) {
    ServerFrame answer = sender.call(Requests.send(conversation, ++lastMessage));
    assertTrue(answer.hasMessageAck(), answer::toString);
  }

  private static Heads page(RawClient client, String after, long since) {
    ServerFrame answer =
        client.call(
            ClientFrame.newBuilder()
                .setFetchHeads(FetchHeads.newBuilder().setAfter(after).setSince(since)));
    assertTrue(answer.hasHeads(), answer::toString);
    return answer.getHeads();
  }

  /** All pages, which end. */
  private static List<Head> all(RawClient client, long since) {
    Heads page = page(client, "", since);
    assertTrue(page.getHeadsCount() <= FIRST_PAGE, () -> page.getHeadsCount() + " heads");
    return rest(client, page, since);
  }

  private static List<Head> login(String user, long since) {
    try (RawClient client = RawClient.tcp(node.tcp())) {
      Login.Builder login =
          RawClient.loginFrame(node.tokens().token(user), "other").getLogin().toBuilder();
      ServerFrame answer =
          client.call(ClientFrame.newBuilder().setLogin(login.setHeadsSince(since)));
      return rest(client, answer.getLoggedIn().getHeads(), since);
    }
  }

  private static List<Head> rest(RawClient client, Heads first, long since) {
    List<Head> heads = new ArrayList<>(first.getHeadsList());
    Set<String> cursors = new HashSet<>();
    String next = first.getNext();
    while (!next.isEmpty()) {
      assertTrue(cursors.add(next), "heads go in circles");
      Heads page = page(client, next, since);
      assertTrue(page.getHeadsCount() <= PAGE, () -> page.getHeadsCount() + " heads");
      assertEquals(0, page.getVersion());
      heads.addAll(page.getHeadsList());
      next = page.getNext();
    }
    return heads;
  }

  private static Set<String> names(List<Head> heads) {
    Set<String> names = new HashSet<>();
    heads.forEach(head -> names.add(head.getConversation()));
    return names;
  }

  private static Head find(List<Head> heads, String conversation) {
    return heads.stream()
        .filter(head -> head.getConversation().equals(conversation))
        .findAny()
        .orElseThrow();
  }
}
