package dev.ferry.server.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationIds;
import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.redis.EmbeddedCluster;
import dev.ferry.redis.EmbeddedRedis.Settings;
import dev.ferry.redis.RespConnection;
import dev.ferry.server.testkit.Ledger;
import dev.ferry.server.testkit.Nodes;
import dev.ferry.server.testkit.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * P5 on a Cluster, where append and publish are two commands to two Redis nodes and a node may die
 * between them.
 */
@Timeout(180)
@Tag("faults")
class DeadNodeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SWEPT = "published an entry that its node did not";
  private static final String SENDER = "alice";
  private static final int BUCKETS = 256;
  private static final int SLOTS = 16_384;

  @TempDir Path folder;
  private final Ledger ledger = new Ledger();

  /**
   * The primary of the receiver's channel holds writes back while the sender's node dies. No signal
   * stops it: a publish would wait in its socket's buffer and be read, dead sender or not, when it
   * goes on. A Redis that pauses sees the end of the connection and drops what it held of it; the
   * test waits for that, and nobody is left then but the other node's sweep.
   */
  @Test
  void entryOfANodeThatDiedBeforeThePublishIsPublishedByAnother() throws IOException {
    try (EmbeddedCluster cluster = EmbeddedCluster.start(Settings.in(folder.resolve("redis")));
        Nodes nodes = Nodes.start(folder, 2, settings(cluster))) {
      String receiver = userApartFromTheLog(cluster);
      try (Device alice = device(nodes.get(0), SENDER + "/phone");
          Device bob = device(nodes.get(1), receiver + "/phone");
          RespConnection channels = primaryOfChannel(cluster, receiver)) {
        String conversation = ConversationIds.direct(SENDER, receiver);
        ledger.expect(bob.name(), conversation);
        alice.send(conversation, "makes the node index the conversation").join();
        awaitReceived(bob, 1);

        channels.ask("CLIENT", "PAUSE", "60000", "WRITE");
        final String published = publishCalls(channels);
        alice.send(conversation, "last words of a node").join();
        // Each node has one connection for commands here, and uses it at least once a second.
        await().atMost(PATIENCE).until(() -> blockedClients(channels) == 2);
        nodes.get(0).kill();
        await().atMost(PATIENCE).until(() -> blockedClients(channels) == 1);
        assertEquals(published, publishCalls(channels));
        assertEquals(1, ledger.receivedCount(bob.name()));
        channels.ask("CLIENT", "UNPAUSE");

        awaitReceived(bob, 2);
        ledger.assertKept();
        assertStayedOnline(bob);
        assertSwept(nodes.get(1));
      }
    }
  }

  private void awaitReceived(Device device, int count) {
    await().atMost(PATIENCE).until(() -> ledger.receivedCount(device.name()) == count);
  }

  /** It was the sweep, not a comparison of heads after an interruption. */
  private static void assertSwept(NodeProcess node) {
    String output = node.output();
    assertTrue(output.contains(SWEPT), output);
    assertFalse(output.contains("bus connection ended"), output);
  }

  private static void assertStayedOnline(Device device) {
    assertEquals(List.of(ClientState.CONNECTING, ClientState.ONLINE), device.states());
  }

  private static String publishCalls(RespConnection redis) throws IOException {
    return redis
        .ask("INFO", "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_spublish:"))
        .map(line -> line.substring(0, line.indexOf(',')))
        .findAny()
        .orElse("none");
  }

  private static long blockedClients(RespConnection redis) throws IOException {
    Pattern blocked = Pattern.compile(" flags=[A-Za-z]*b");
    return redis
        .ask("CLIENT", "LIST")
        .lines()
        .filter(client -> blocked.matcher(client).find())
        .count();
  }

  /** Nodes that log as they do in production, not as in tests. */
  private static UnaryOperator<NodeProcess.Builder> settings(EmbeddedCluster cluster) {
    String urls = cluster.uris().stream().map(URI::toString).collect(Collectors.joining(","));
    return node -> node.redis(urls).jvmArguments("-Dlogback.configurationFile=logback.xml");
  }

  /**
   * A user whose channel is on another primary than the log of the conversation with the sender.
   */
  private static String userApartFromTheLog(EmbeddedCluster cluster) {
    return IntStream.range(0, 100)
        .mapToObj(i -> "bob" + i)
        .filter(
            user ->
                cluster.pidOfSlot(slotOfChannel(cluster, user))
                    != cluster.pidOfSlot(slotOfLog(cluster, ConversationIds.direct(SENDER, user))))
        .findFirst()
        .orElseThrow();
  }

  private static int slotOfLog(EmbeddedCluster cluster, String conversation) {
    CRC32 crc = new CRC32();
    crc.update(conversation.getBytes(UTF_8));
    return cluster.slotOf("{c" + crc.getValue() % BUCKETS + "}");
  }

  private static int slotOfChannel(EmbeddedCluster cluster, String user) {
    return cluster.slotOf("{u/" + user + "}");
  }

  private static RespConnection primaryOfChannel(EmbeddedCluster cluster, String user)
      throws IOException {
    List<URI> uris = cluster.uris();
    URI uri = uris.get(slotOfChannel(cluster, user) * uris.size() / SLOTS);
    return RespConnection.open(uri.getPort(), uri.getUserInfo().substring(1), PATIENCE);
  }

  private Device device(NodeProcess node, String name) {
    return Device.start(node.tcp(), Tokens.of(node), name, ledger).awaitOnline();
  }
}
