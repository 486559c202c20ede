package dev.ferry.server.devices;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Device;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.Platform;
import dev.ferry.protocol.v1.Resume;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Nodes;
import dev.ferry.server.testkit.RawClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node that was killed leaves behind. */
@Timeout(180)
@Tag("faults")
class KilledNodeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final List<RawClient> phones = new ArrayList<>();

  @AfterEach
  void hangUp() {
    phones.forEach(RawClient::close);
  }

  @Test
  void itsSessionsGoOnElsewhereAndBlockNobodyForLong() {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
        Nodes nodes =
            Nodes.start(
                folder,
                2,
                node ->
                    node.redis(redis.uri().toString())
                        .setting("devices.phone.sessions", "1")
                        .setting("devices.phone.beyond", "refuse"))) {
      LoggedIn anna = login(nodes, 0, "anna", "phone").getLoggedIn();
      assertTrue(login(nodes, 0, "bert", "phone").hasLoggedIn());
      nodes.get(0).kill();

      ServerFrame resumed = resume(nodes, "anna", anna);
      assertTrue(resumed.hasLoggedIn(), resumed::toString);
      ServerFrame refused = login(nodes, 1, "bert", "other");
      assertEquals(ErrorCode.SESSION_LIMIT, refused.getError().getCode(), refused::toString);
      assertEquals("phone", refused.getError().getValue());
      await().atMost(PATIENCE).until(() -> login(nodes, 1, "bert", "other").hasLoggedIn());
      try (RawClient tablet = nodes.login(1, "bert", "tablet")) {
        List<Device> devices = tablet.call(Fleet.devices()).getDevices().getDevicesList();
        assertTrue(
            devices.stream().noneMatch(each -> each.getDevice().equals("phone") && each.getLive()),
            devices::toString);
      }
    }
  }

  /** The answer to a login; an admitted session stays. */
  private ServerFrame login(Nodes nodes, int node, String user, String device) {
    RawClient client = RawClient.tcp(nodes.get(node).tcp());
    phones.add(client);
    return client.call(Fleet.login(nodes.tokens().token(user), device, Platform.PLATFORM_PHONE));
  }

  private ServerFrame resume(Nodes nodes, String user, LoggedIn before) {
    Login.Builder login =
        Fleet.login("", "phone", Platform.PLATFORM_PHONE).getLogin().toBuilder()
            .setResume(Resume.newBuilder().setUser(user).setToken(before.getResumeToken()));
    RawClient client = RawClient.tcp(nodes.get(1).tcp());
    phones.add(client);
    return client.call(ClientFrame.newBuilder().setLogin(login));
  }
}
