package dev.ferry.server.groups;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.fault.FaultProxy;
import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.redis.RespConnection;
import dev.ferry.server.testkit.GroupRequests;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import dev.ferry.server.testkit.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The subscription is the routing table: a node is subscribed to a group while it has an online
 * member, and else hears nothing of it.
 */
@Timeout(120)
class GroupRoutingIT {
  private static final int MESSAGES = 100;
  private static final int BODY_BYTES = 50 * 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static EmbeddedRedis redis;

  /** All that the node {@link #far} hears of Redis comes through it. */
  private static FaultProxy proxy;

  private static NodeProcess near;
  private static NodeProcess far;
  private static long lastMessage;

  @BeforeAll
  static void start() throws IOException {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    URI uri = redis.uri();
    proxy = new FaultProxy(uri.getHost(), uri.getPort());
    String through = "redis://" + uri.getUserInfo() + "@127.0.0.1:" + proxy.port();
    Path config =
        Files.writeString(
            folder.resolve("fast.conf"),
            "ferry.groups { member-messages-per-second = 1000, member-messages-burst = 1000,"
                + " messages-per-second = 1000, messages-burst = 1000 }");
    Path data = folder.resolve("data");
    near =
        NodeProcess.in(folder).id("near").data(data).config(config).redis(uri.toString()).start();
    far = NodeProcess.in(folder).id("far").data(data).config(config).redis(through).start();
  }

  @AfterAll
  static void stop() {
    near.close();
    far.close();
    proxy.close();
    redis.close();
  }

  @Test
  void aNodeWithoutMembersHearsNothingOfAGroup() throws IOException {
    String group = "g/big";
    try (RawClient alice = login(near, "alice");
        RawClient bob = login(near, "bob");
        RawClient carol = login(far, "carol");
        RawClient dave = login(far, "dave")) {
      GroupRequests.make(alice, GroupRequests.create(group, List.of("bob")));
      awaitSubscribers(group, 1);
      awaitDelivery(alice, bob, group);
      // Both are in other conversations, so their node is busy with Redis as any is.
      assertTrue(carol.call(Requests.send("d/carol/dave", 1)).hasMessageAck());
      assertTrue(dave.next(PATIENCE).hasMessagePush());

      long before = proxy.bytesToClient();
      for (int i = 0; i < MESSAGES; i++) {
        ServerFrame answer = alice.call(Requests.sendOfSize(group, ++lastMessage, BODY_BYTES));
        assertTrue(answer.hasMessageAck(), answer::toString);
        awaitPush(bob, group, answer.getMessageAck().getSeq());
      }
      long heard = proxy.bytesToClient() - before;
      assertTrue(heard < BODY_BYTES, heard + " bytes came to a node without members");
      assertEquals(1, subscribers(group));

      // The measure measures: with a member the node hears it all.
      GroupRequests.make(alice, GroupRequests.add(group, "dave"));
      awaitDelivery(alice, dave, group);
      long joined = proxy.bytesToClient();
      long seq =
          alice
              .call(Requests.sendOfSize(group, ++lastMessage, BODY_BYTES))
              .getMessageAck()
              .getSeq();
      awaitPush(dave, group, seq);
      assertTrue(proxy.bytesToClient() - joined > BODY_BYTES);
    }
  }

  @Test
  void aNodeIsSubscribedFromItsFirstMemberToItsLast() throws IOException {
    String group = "g/routed";
    try (RawClient alice = login(near, "alice");
        RawClient erin = login(far, "erin");
        RawClient frank = login(far, "frank")) {
      GroupRequests.make(alice, GroupRequests.create(group, List.of()));
      awaitSubscribers(group, 1);

      GroupRequests.make(alice, GroupRequests.add(group, "erin"));
      awaitSubscribers(group, 2);
      awaitDelivery(alice, erin, group);
      GroupRequests.make(alice, GroupRequests.add(group, "frank"));
      awaitDelivery(alice, frank, group);
      assertEquals(2, subscribers(group));

      GroupRequests.make(erin, GroupRequests.leave(group));
      awaitDelivery(alice, frank, group);
      assertEquals(2, subscribers(group));
      GroupRequests.make(alice, GroupRequests.remove(group, "frank"));
      awaitSubscribers(group, 1);

      GroupRequests.make(alice, GroupRequests.add(group, "frank"));
      awaitSubscribers(group, 2);
      frank.close();
      awaitSubscribers(group, 1);
      try (RawClient back = login(far, "frank")) {
        assertEquals(2, subscribers(group));
        awaitDelivery(alice, back, group);
        GroupRequests.make(alice, GroupRequests.dismiss(group));
        awaitSubscribers(group, 0);
      }
    }
  }

  @Test
  void whoComesAndGoesLeavesNoSubscriptionBehind() throws IOException {
    String group = "g/restless";
    try (RawClient alice = login(near, "alice")) {
      GroupRequests.make(alice, GroupRequests.create(group, List.of("grace")));
      for (int i = 0; i < 50; i++) {
        login(far, "grace").close();
      }
      awaitSubscribers(group, 1);
      try (RawClient grace = login(far, "grace")) {
        awaitDelivery(alice, grace, group);
        assertEquals(2, subscribers(group));
      }
    }
    awaitSubscribers(group, 0);
  }

  private static RawClient login(NodeProcess node, String user) {
    RawClient client = RawClient.tcp(node.tcp());
    client.login(Tokens.of(node).token(user), "phone");
    return client;
  }

  /** Nodes that are subscribed to the group's channel, which has the hash tag of its bucket. */
  private static int subscribers(String group) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(group.getBytes(UTF_8));
    String channel = "ferry:{c" + crc.getValue() % 256 + "}:bus:" + group;
    try (RespConnection connection = redis.connect()) {
      String answer = connection.ask("PUBSUB", "SHARDNUMSUB", channel);
      return Integer.parseInt(answer.substring(channel.length() + 1).strip());
    }
  }

  private static void awaitSubscribers(String group, int count) {
    await("subscribers of " + group)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertEquals(count, subscribers(group)));
  }

  /** Until its sessions entered the group, a node tells them to pull. */
  private static void awaitDelivery(RawClient sender, RawClient receiver, String group) {
    await("delivery")
        .atMost(PATIENCE)
        .until(
            () -> {
              ServerFrame answer = sender.call(Requests.send(group, ++lastMessage));
              assertTrue(answer.hasMessageAck(), answer::toString);
              return receiver
                  .poll(Duration.ofMillis(500))
                  .map(ServerFrame::getMessagePush)
                  .filter(push -> push.getConversation().equals(group) && !push.hasChange())
                  .isPresent();
            });
  }

  private static void awaitPush(RawClient client, String group, long seq) {
    ServerFrame frame = client.next(PATIENCE);
    while (!frame.getMessagePush().getConversation().equals(group)
        || frame.getMessagePush().getSeq() < seq) {
      frame = client.next(PATIENCE);
    }
  }
}
