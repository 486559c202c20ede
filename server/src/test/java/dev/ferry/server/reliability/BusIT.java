package dev.ferry.server.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationIds;
import dev.ferry.loadtest.fault.FaultProxy;
import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Ledger;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Tokens;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * P5: what is published while a node does not hear the bus reaches its connected devices soon after
 * it hears again, and they stay connected meanwhile.
 */
@Tag("faults")
@Timeout(180)
class BusIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int RESETS = 20;
  private static final int RETURNS = 100;

  @TempDir static Path folder;
  private static EmbeddedRedis redis;
  private static FaultProxy proxy;

  /** Reaches Redis directly. */
  private static NodeProcess near;

  /** Reaches Redis through the proxy. */
  private static NodeProcess far;

  private final Ledger ledger = new Ledger();

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    URI uri = redis.uri();
    proxy = new FaultProxy(uri.getHost(), uri.getPort());
    String through = "redis://" + uri.getUserInfo() + "@127.0.0.1:" + proxy.port();
    Path data = folder.resolve("data");
    near = NodeProcess.in(folder).id("near").data(data).redis(uri.toString()).start();
    far = NodeProcess.in(folder).id("far").data(data).redis(through).start();
  }

  @AfterAll
  static void stop() {
    near.close();
    far.close();
    proxy.close();
    redis.close();
  }

  @AfterEach
  void heal() {
    proxy.restore();
    far.awaitReady(PATIENCE);
  }

  @Test
  void messageAppendedWhileTheConnectionIsRefusedArrivesAfterItIsBack() {
    messageOfAnOutageArrivesAfterIt("cut", proxy::cut);
  }

  @Test
  void messageAppendedWhileTheConnectionIsSilentArrivesAfterItIsBack() {
    messageOfAnOutageArrivesAfterIt("silent", proxy::blackhole);
  }

  @Test
  void messagesAmongManyResetsAllArrive() {
    try (Device alice = device(near, "alice-reset/phone");
        Device bob = device(far, "bob-reset/phone")) {
      String conversation = ConversationIds.direct("alice-reset", "bob-reset");
      ledger.expect(bob.name(), conversation);
      for (int i = 1; i <= RESETS; i++) {
        proxy.reset();
        alice.send(conversation, "message " + i).join();
      }
      await().atMost(PATIENCE).until(() -> ledger.receivedCount(bob.name()) == RESETS);
      ledger.assertKept();
      assertStayedOnline(bob);
    }
  }

  /** The node leaves the user's channel and joins it again before Redis has answered the first. */
  @Test
  void userWhoComesBackAtOnceDisturbsNobodyElse() {
    final long endings = endingsOfTheBus();
    String token = Tokens.of(far).token("carol");
    RawClient before = RawClient.tcp(far.tcp());
    before.login(token, "device0");
    for (int i = 1; i <= RETURNS; i++) {
      RawClient next = RawClient.tcp(far.tcp());
      before.close();
      next.login(token, "device" + i % 2);
      before = next;
    }
    try (Device alice = device(near, "alice-back/phone");
        RawClient carol = before) {
      alice.send(ConversationIds.direct("alice-back", "carol"), "welcome").join();
      assertEquals("welcome", carol.next().getMessagePush().getContent().getText());
    }
    assertEquals(endings, endingsOfTheBus());
  }

  private void messageOfAnOutageArrivesAfterIt(String name, Runnable outage) {
    try (Device alice = device(near, "alice-" + name + "/phone");
        Device bob = device(far, "bob-" + name + "/phone")) {
      String conversation = ConversationIds.direct("alice-" + name, "bob-" + name);
      ledger.expect(bob.name(), conversation);
      alice.send(conversation, "before").join();
      await().atMost(PATIENCE).until(() -> ledger.receivedCount(bob.name()) == 1);
      final long endings = endingsOfTheBus();

      outage.run();
      alice.send(conversation, "meanwhile").join();
      await().atMost(PATIENCE).until(() -> endingsOfTheBus() > endings && !far.isReady());
      alice.send(conversation, "when the node knew").join();
      assertEquals(1, ledger.receivedCount(bob.name()));

      proxy.restore();
      await().atMost(PATIENCE).until(ledger::isComplete);
      assertEquals(3, ledger.receivedCount(bob.name()));
      ledger.assertKept();
      assertStayedOnline(bob);
    }
  }

  private static long endingsOfTheBus() {
    return far.output().lines().filter(line -> line.contains("bus connection ended")).count();
  }

  private static void assertStayedOnline(Device device) {
    assertEquals(List.of(ClientState.CONNECTING, ClientState.ONLINE), device.states());
  }

  private Device device(NodeProcess node, String name) {
    return Device.start(node.tcp(), Tokens.of(node), name, ledger).awaitOnline();
  }
}
