package dev.ferry.server.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.server.testkit.Tokens;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node with its own Redis dies while everybody talks, and comes back: P1 to P4. */
@Timeout(180)
@Tag("faults")
class NodeLossIT {
  @TempDir private Path folder;

  @Test
  void killedNodeLosesAndDoublesNothing() throws Exception {
    try (NodeProcess node = NodeProcess.in(folder).start();
        Talk talk = Talk.begin(Tokens.of(node), node.tcp(), node.webSocket())) {
      talk.startLoad();
      for (int i = 0; i < 2; i++) {
        talk.awaitMoreAcks(100);
        node.kill();
        node.start();
      }
      talk.awaitMoreAcks(100);
      talk.assertKept(node.tcp());
      for (Talk.Device device : talk.devices()) {
        assertEquals(Map.of(), device.resets(), device.name);
      }
    }
  }

  @Test
  void killedRedisOfANodeIsStartedAgainByIt() throws Exception {
    try (NodeProcess node = NodeProcess.in(folder).start();
        Talk talk = Talk.begin(Tokens.of(node), node.tcp(), node.webSocket())) {
      talk.startLoad();
      talk.awaitMoreAcks(50);
      ProcessHandle redis = Talk.redisOf(node);
      redis.destroyForcibly();
      redis.onExit().join();
      talk.awaitMoreAcks(100);
      assertFalse(Talk.redisOf(node).pid() == redis.pid());
      talk.assertKept(node.tcp());
    }
  }
}
