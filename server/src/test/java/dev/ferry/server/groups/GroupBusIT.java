package dev.ferry.server.groups;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.fault.FaultProxy;
import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.protocol.v1.GroupAck;
import dev.ferry.protocol.v1.GroupChange;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.GroupRequests;
import dev.ferry.server.testkit.Nodes;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One of three nodes loses its connection to Redis, or Redis dies, while members come and go and
 * messages flow: at each seq exactly the members of that moment get it, once, in order (P2, P5,
 * P6).
 */
@Timeout(180)
@Tag("faults")
class GroupBusIT {
  private static final int NODES = 3;
  private static final int FAR = 2;
  private static final int MEMBERS = 30;
  private static final int SENT_MEANWHILE = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static EmbeddedRedis redis;

  /** Between Redis and the node {@link #FAR}. */
  private static FaultProxy proxy;

  private static Nodes nodes;
  private static long lastMessage;

  /** Ways to make a node deaf. */
  enum Fault {
    CUT {
      @Override
      void begin() {
        proxy.cut();
      }
    },
    SILENT {
      @Override
      void begin() {
        proxy.blackhole();
      }
    };

    abstract void begin();
  }

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    URI uri = redis.uri();
    proxy = new FaultProxy(uri.getHost(), uri.getPort());
    String through = "redis://" + uri.getUserInfo() + "@127.0.0.1:" + proxy.port();
    Iterator<String> urls = List.of(uri.toString(), uri.toString(), through).iterator();
    nodes = Nodes.start(folder, NODES, node -> node.redis(urls.next()));
  }

  @AfterAll
  static void stop() {
    nodes.close();
    proxy.close();
    redis.close();
  }

  @AfterEach
  void heal() {
    proxy.restore();
    for (int i = 0; i < NODES; i++) {
      nodes.get(i).awaitReady(PATIENCE);
    }
  }

  @Test
  void whileOneNodeLosesItsConnectionEverybodyGetsExactlyItsEntries() throws Exception {
    churn(
        "g/cut",
        Map.of(
            1, proxy::cut,
            2, proxy::restore,
            4, proxy::blackhole,
            8, proxy::restore,
            9, proxy::reset));
    assertTrue(endingsOfTheBus(nodes.get(FAR)) >= 3, "the bus was not lost so often");
  }

  @Test
  void whileRedisDiesEverybodyGetsExactlyItsEntries() throws Exception {
    churn("g/killed", Map.of(1, GroupBusIT::killRedis, 3, GroupBusIT::killRedis));
  }

  private static void churn(String group, Map<Integer, Runnable> events) throws Exception {
    int seconds = events.keySet().stream().mapToInt(Integer::intValue).max().orElse(0) + 2;
    try (Assembly assembly = Assembly.gather(nodes, group, NODES, MEMBERS, MEMBERS)) {
      Churn churn = new Churn(assembly, 1);
      churn.run(seconds, events);
      GroupTruth truth = assembly.assertKept();
      churn.check(truth);
      assertTrue(churn.changes() >= MEMBERS / 3, () -> churn.changes() + " changes");
    }
  }

  /** What it had acked it has again, after a start on the same data. */
  private static void killRedis() {
    redis.kill();
    redis = EmbeddedRedis.start(redis.settings());
  }

  private static long endingsOfTheBus(NodeProcess node) {
    return node.output().lines().filter(line -> line.contains("bus connection ended")).count();
  }

  @ParameterizedTest
  @EnumSource
  void whoIsRemovedWhileItsNodeIsDeafGetsNothingLater(Fault fault) {
    String group = "g/deaf-" + fault;
    try (RawClient alice = nodes.login(0, "alice", "phone");
        RawClient bob = nodes.login(FAR, "bob", "phone");
        RawClient carol = nodes.login(FAR, "carol", "phone")) {
      GroupRequests.make(alice, GroupRequests.create(group, List.of("bob", "carol")));
      awaitDelivery(alice, bob, group);
      awaitDelivery(alice, carol, group);

      fault.begin();
      final GroupAck removal = GroupRequests.make(alice, GroupRequests.remove(group, "bob"));
      for (int i = 0; i < SENT_MEANWHILE; i++) {
        say(alice, group);
      }
      await().atMost(PATIENCE).until(() -> !nodes.get(FAR).isReady());
      proxy.restore();
      nodes.get(FAR).awaitReady(PATIENCE);

      awaitDelivery(alice, carol, group);
      assertNothingLater(alice, bob, group, removal.getSeq());
      assertKnowsItsEnd(bob, group, removal);
      assertHasAll(carol, group);
    }
  }

  /** Until a session is delivered to, after a way in or an outage, it is told to pull. */
  private static void awaitDelivery(RawClient alice, RawClient receiver, String group) {
    long first = say(alice, group);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              say(alice, group);
              return receiver
                  .poll(Duration.ofMillis(500))
                  .map(ServerFrame::getMessagePush)
                  .filter(push -> push.getConversation().equals(group) && push.getSeq() >= first)
                  .isPresent();
            });
  }

  /** Messages of the group come before a direct one that follows them, if they come at all. */
  private static void assertNothingLater(
      RawClient alice, RawClient bob, String group, long removal) {
    List<Message> heard = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      say(alice, group);
      long marker = say(alice, "d/alice/bob");
      Message push = nextPush(bob);
      while (!push.getConversation().equals("d/alice/bob") || push.getSeq() < marker) {
        heard.add(push);
        push = nextPush(bob);
      }
    }
    assertEquals(
        List.of(),
        heard.stream()
            .filter(push -> push.getConversation().equals(group) && push.getSeq() > removal)
            .toList());
  }

  private static void assertKnowsItsEnd(RawClient bob, String group, GroupAck removal) {
    Head head =
        bob.call(Requests.heads("")).getHeads().getHeadsList().stream()
            .filter(each -> each.getConversation().equals(group))
            .findAny()
            .orElseThrow();
    assertTrue(head.getLeft(), head::toString);
    assertEquals(removal.getSeq(), head.getSeq());
    MessagePage page = bob.call(Requests.fetch(group, removal.getSeq(), 0)).getMessagePage();
    assertEquals(1, page.getMessagesCount());
    assertEquals(GroupChange.Kind.REMOVED, page.getMessages(0).getChange().getKind());
  }

  private static void assertHasAll(RawClient carol, String group) {
    MessagePage page = carol.call(Requests.fetch(group, 1, 0)).getMessagePage();
    assertEquals(page.getHeadSeq(), page.getMessagesCount());
  }

  /** Sends a message and returns its seq. */
  private static long say(RawClient sender, String conversation) {
    ServerFrame answer = sender.call(Requests.send(conversation, ++lastMessage));
    assertTrue(answer.hasMessageAck(), answer::toString);
    return answer.getMessageAck().getSeq();
  }

  private static Message nextPush(RawClient client) {
    ServerFrame frame = client.next(PATIENCE);
    while (!frame.hasMessagePush()) {
      frame = client.next(PATIENCE);
    }
    return frame.getMessagePush();
  }
}
