package dev.ferry.server.presence;

import static dev.ferry.server.testkit.PresenceRequests.set;
import static dev.ferry.server.testkit.PresenceRequests.visibleTo;
import static dev.ferry.server.testkit.PresenceRequests.watch;
import static dev.ferry.server.testkit.PresenceRequests.words;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.fault.FaultProxy;
import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SetPresence;
import dev.ferry.protocol.v1.Visibility;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Tokens;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What watchers see when the bus is away, and when a node is away for longer than its lease. */
@Timeout(180)
@Tag("faults")
class PresenceFaultsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration QUIET = Duration.ofSeconds(7);

  @TempDir static Path folder;
  private static EmbeddedRedis redis;
  private static FaultProxy proxy;

  /** Reaches Redis directly. */
  private static NodeProcess near;

  /** Reaches Redis through the proxy; the watchers are here. */
  private static NodeProcess far;

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

  @Test
  void whatChangedWhileTheBusWasAwayIsToldAfterwards() {
    try (RawClient ann = login(far, "ann");
        RawClient ben = login(near, "ben")) {
      ben.call(visibleTo(Visibility.VISIBILITY_EVERYONE));
      assertEquals("ben [PLATFORM_OTHER]", first(ann.call(watch("ben"))));
      proxy.cut();
      try {
        ben.call(set(SetPresence.newBuilder().setStatus("unheard")));
      } finally {
        proxy.restore();
      }
      assertEquals("ben [PLATFORM_OTHER] unheard", news(ann));
      far.awaitReady(PATIENCE);
    }
  }

  @Test
  void usersOfANodeThatWasFrozenGoOnceAndComeBackOnce() {
    try (RawClient cat = login(far, "cat");
        RawClient dan = login(near, "dan")) {
      dan.call(visibleTo(Visibility.VISIBILITY_EVERYONE));
      assertEquals("dan [PLATFORM_OTHER]", first(cat.call(watch("dan"))));
      near.freeze();
      try {
        assertEquals("dan []", news(cat));
      } finally {
        near.resume();
      }
      assertEquals("dan [PLATFORM_OTHER]", news(cat));
      Optional<ServerFrame> more = cat.poll(QUIET);
      assertTrue(more.isEmpty(), more.toString());
      assertTrue(near.output().contains("presence counts by another lease now"), near.output());
    }
  }

  private static RawClient login(NodeProcess node, String user) {
    RawClient client = RawClient.tcp(node.tcp());
    client.login(Tokens.of(node).token(user), "phone");
    return client;
  }

  private static String first(ServerFrame answer) {
    return words(answer.getPresences().getUsers(0));
  }

  private static String news(RawClient client) {
    ServerFrame frame = client.next(PATIENCE);
    while (!frame.hasPresencePush()) {
      frame = client.next(PATIENCE);
    }
    assertEquals(1, frame.getPresencePush().getUsersCount());
    return words(frame.getPresencePush().getUsers(0));
  }
}
