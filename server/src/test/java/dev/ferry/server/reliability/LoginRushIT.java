package dev.ferry.server.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More logins at once than Redis can answer. */
@Timeout(60)
class LoginRushIT {
  private static final int PATIENCE_MS = 1000;

  /** Half as many again as may be under way. */
  private static final int CLIENTS = 384;

  @TempDir private Path folder;

  private EmbeddedRedis redis;
  private OneNode node;
  private final List<RawClient> clients = new ArrayList<>();

  @BeforeEach
  void start() {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    node =
        OneNode.start(
            folder,
            Map.of(
                "redis.url",
                redis.uri().toString(),
                "redis.command-timeout",
                "20s",
                "session.login-timeout",
                PATIENCE_MS + "ms"));
  }

  @AfterEach
  void stop() {
    redis.resume();
    clients.forEach(RawClient::close);
    node.close();
    redis.close();
  }

  @Test
  void whoWaitsTooLongIsToldWhenToComeAgainAndNobodyIsLeftOut() {
    redis.freeze();
    for (int i = 0; i < CLIENTS; i++) {
      RawClient client = node.connect(Door.TCP);
      clients.add(client);
      client.send(RawClient.loginFrame(node.tokens().token("user" + i), "phone").build());
    }
    int told = 0;
    for (RawClient client : clients) {
      Error error = client.next().getError();
      if (error.getCode() == ErrorCode.UNAVAILABLE) {
        told++;
        assertEquals(Duty.RETRY, error.getDuty());
        assertTrue(error.getRetryAfterMs() <= PATIENCE_MS, error::toString);
      } else {
        assertEquals(ErrorCode.LOGIN_TIMEOUT, error.getCode(), "its turn had come");
      }
    }
    assertTrue(told >= CLIENTS / 4, told + " were told");

    redis.resume();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(node.login(Door.TCP, "user" + i, "phone"));
    }
  }
}
