package dev.ferry.server.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.redis.RespConnection;
import dev.ferry.server.testkit.Tokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Redis dies, or its data do, while everybody talks: P1 to P4. */
@Timeout(180)
@Tag("faults")
class RedisLossIT {
  @TempDir private Path folder;

  private EmbeddedRedis redis;
  private NodeProcess node;
  private Talk talk;

  @BeforeEach
  void begin() {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    node = NodeProcess.in(folder).redis(redis.uri().toString()).start();
    talk = Talk.begin(Tokens.of(node), node.tcp(), node.webSocket());
    talk.startLoad();
    talk.awaitMoreAcks(100);
  }

  @AfterEach
  void end() {
    talk.close();
    node.close();
    redis.close();
  }

  @Test
  void killedRedisLosesAndDoublesNothing() throws Exception {
    for (int i = 0; i < 2; i++) {
      redis.kill();
      redis = EmbeddedRedis.start(redis.settings());
      talk.awaitMoreAcks(100);
    }
    talk.assertKept(node.tcp());
    for (Talk.Device device : talk.devices()) {
      assertEquals(Map.of(), device.resets(), device.name);
      assertEquals(List.of(), device.ends(), device.name);
    }
  }

  @Test
  void emptiedRedisIsToldOnceToEachDeviceWhichThenHasTheNewLog() throws Exception {
    long bobBefore = talk.epochOf(Talk.WITH_BOB);
    long carolBefore = talk.epochOf(Talk.WITH_CAROL);
    assertEquals("OK", flushAll());
    talk.awaitMoreAcks(200);
    long bob = talk.epochOf(Talk.WITH_BOB);
    long carol = talk.epochOf(Talk.WITH_CAROL);
    assertTrue(bob > bobBefore && carol > carolBefore, "the epochs did not change");
    List<Talk.Device> witnesses = talk.devices();
    talk.assertKept(node.tcp(), epoch -> epoch == bob || epoch == carol);
    for (Talk.Device device : witnesses) {
      Map<String, List<Long>> expected =
          switch (device.name) {
            case "bob/phone" -> Map.of(Talk.WITH_BOB, List.of(bob));
            case "carol/phone" -> Map.of(Talk.WITH_CAROL, List.of(carol));
            default -> Map.of(Talk.WITH_BOB, List.of(bob), Talk.WITH_CAROL, List.of(carol));
          };
      assertEquals(expected, device.resets(), device.name);
    }
  }

  private String flushAll() throws IOException {
    try (RespConnection connection = redis.connect()) {
      return connection.ask("FLUSHALL");
    }
  }
}
