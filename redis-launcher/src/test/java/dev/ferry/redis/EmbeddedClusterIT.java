package dev.ferry.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.redis.EmbeddedRedis.Settings;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClusterIT {
  @TempDir Path data;

  @Test
  void threePrimariesServeTheirThirdsAndCanBeHurtOneByOne() throws IOException {
    try (EmbeddedCluster cluster = EmbeddedCluster.start(Settings.in(data))) {
      assertEquals(3, cluster.uris().size());
      int slot = cluster.slotOf("{a}x");
      assertEquals(slot, cluster.slotOf("a"));
      URI owner = cluster.uris().get(slot * 3 / 16_384);
      assertEquals("OK", ask(owner, "SET", "{a}x", "v"));

      long pid = cluster.pidOfSlot(slot);
      cluster.freeze(slot);
      assertThrows(SocketTimeoutException.class, () -> ask(owner, "PING"));
      cluster.resume(slot);
      assertEquals("PONG", ask(owner, "PING"));

      cluster.kill(slot);
      assertFalse(ProcessHandle.of(pid).isPresent());
      cluster.restart(slot);
      cluster.awaitWhole();
      assertEquals(owner, cluster.uris().get(slot * 3 / 16_384));
      assertEquals("v", ask(owner, "GET", "{a}x"));
    }
  }

  @Test
  void closeEndsFrozenNodes() throws IOException {
    EmbeddedCluster cluster = EmbeddedCluster.start(Settings.in(data));
    long pid = cluster.pidOfSlot(0);
    assertTrue(ProcessHandle.of(pid).isPresent());
    cluster.freeze(0);
    cluster.close();
    assertFalse(ProcessHandle.of(pid).isPresent());
  }

  private static String ask(URI node, String... command) throws IOException {
    String password = node.getUserInfo().substring(1);
    try (RespConnection connection =
        RespConnection.open(node.getPort(), password, Duration.ofMillis(500))) {
      return connection.ask(command);
    }
  }
}
