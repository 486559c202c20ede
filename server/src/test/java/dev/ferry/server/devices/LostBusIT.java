package dev.ferry.server.devices;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.fault.FaultProxy;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The end of a session is found out by a node that did not hear of it. */
@Timeout(120)
@Tag("faults")
class LostBusIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void sessionsAreLookedUpWhenTheBusIsBack() {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
        FaultProxy proxy = FaultProxy.ofRedis("127.0.0.1", redis.uri().getPort());
        OneNode near = node(redis.uri().toString());
        OneNode far = node("redis://" + redis.uri().getUserInfo() + "@127.0.0.1:" + proxy.port());
        RawClient replaced = far.login(Door.TCP, "anna", "phone");
        RawClient loggedOut = far.login(Door.TCP, "anna", "tablet");
        RawClient stays = far.login(Door.TCP, "anna", "laptop")) {
      proxy.dropBusMessages(1, 1);
      try (RawClient newer = near.login(Door.TCP, "anna", "phone")) {
        assertEquals(1, newer.call(Fleet.logOut("tablet")).getLoggedOut().getSessions());
        await().atMost(PATIENCE).until(() -> proxy.busMessagesDropped() >= 2);
        assertTrue(replaced.call(Requests.ping()).hasPong());
        assertTrue(loggedOut.call(Requests.ping()).hasPong());
        proxy.reset();
        assertEquals(ErrorCode.SESSION_REPLACED, errorOf(replaced));
        assertEquals(ErrorCode.LOGGED_OUT, errorOf(loggedOut));
        assertTrue(stays.next(PATIENCE).hasCompareHeads());
        assertTrue(newer.call(Requests.ping()).hasPong());
      }
    }
  }

  /** It may have been told to compare heads before, as every session then is. */
  private static ErrorCode errorOf(RawClient client) {
    ServerFrame frame = client.next(PATIENCE);
    while (frame.hasCompareHeads()) {
      frame = client.next(PATIENCE);
    }
    return frame.getError().getCode();
  }

  private OneNode node(String redisUrl) {
    return OneNode.start(
        folder.resolve("data"), Map.of("redis.url", redisUrl, "bus.sync-spread", "0s"));
  }
}
