package dev.ferry.server.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM: a node leaves in good order. */
@Tag("faults")
@Timeout(180)
class LeavingIT {
  /** Longer than any test waits: what ends sooner did not sit it out. */
  private static final String FOREVER = "10m";

  @TempDir private Path folder;

  @Test
  void nodeLeavesUnderLoadAndNothingIsLost() throws Exception {
    try (NodeProcess node = start(FOREVER);
        Talk talk = Talk.begin(Tokens.of(node), node.tcp(), node.webSocket())) {
      talk.startLoad();
      talk.awaitMoreAcks(100);
      ProcessHandle redis = Talk.redisOf(node);
      assertEquals(0, node.terminate());
      assertFalse(redis.isAlive(), "the embedded Redis outlives its node");
      node.start();
      talk.awaitMoreAcks(100);
      for (Talk.Device device : talk.devices()) {
        List<String> ends = device.ends();
        assertEquals("the node is leaving", ends.get(0), device.name + " " + ends);
      }
      talk.assertKept(node.tcp());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "ws"})
  void openConnectionsAreAnsweredUntilTheirClientsLeave(String scheme) throws Exception {
    Function<URI, RawClient> open = scheme.equals("tcp") ? RawClient::tcp : RawClient::webSocket;
    try (NodeProcess node = start(FOREVER);
        RawClient client = open.apply(scheme.equals("tcp") ? node.tcp() : node.webSocket())) {
      client.login(Tokens.of(node).token("alice"), "phone");
      CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(node::terminate);
      ServerFrame told = client.next();
      assertTrue(told.hasGoAway(), told.toString());
      for (int i = 0; i < 20; i++) {
        ServerFrame answer = client.call(Talk.send(Talk.WITH_BOB, i, "while leaving"));
        assertTrue(answer.hasMessageAck(), answer.toString());
      }
      assertFalse(exit.isDone(), "left before its client did");
      client.close();
      assertEquals(0, exit.get(60, TimeUnit.SECONDS));
    }
  }

  @Test
  void clientsThatStayAreClosedWhenTheTimeIsOver() throws Exception {
    try (NodeProcess node = start("1s");
        RawClient stays = RawClient.tcp(node.tcp());
        RawClient silent = RawClient.webSocket(node.webSocket())) {
      stays.login(Tokens.of(node).token("alice"), "phone");
      ProcessHandle redis = Talk.redisOf(node);
      assertEquals(0, node.terminate());
      assertTrue(stays.next().hasGoAway());
      stays.awaitClosed(Duration.ofSeconds(10));
      silent.awaitClosed(Duration.ofSeconds(10));
      assertFalse(redis.isAlive(), "the embedded Redis outlives its node");
    }
  }

  private NodeProcess start(String drainTimeout) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("leaving.conf"),
            "ferry.shutdown { drain-timeout = " + drainTimeout + ", retry-spread = 500ms }");
    return NodeProcess.in(folder).config(config).start();
  }
}
