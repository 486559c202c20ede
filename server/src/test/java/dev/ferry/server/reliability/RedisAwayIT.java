package dev.ferry.server.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ferry.loadtest.fault.FaultProxy;
import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.Ping;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Tokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Redis is away for a while: nothing hangs, nothing is acked that is not kept, all comes back. */
@Timeout(180)
@Tag("faults")
class RedisAwayIT {
  private static final int BURST = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private EmbeddedRedis redis;
  private FaultProxy proxy;
  private NodeProcess node;
  private RawClient alice;
  private RawClient bob;

  /** The text of each send -> its ack. */
  private final Map<Integer, MessageAck> acks = new HashMap<>();

  @BeforeEach
  void begin() throws IOException {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    proxy = new FaultProxy("127.0.0.1", redis.settings().port());
    Path config =
        Files.writeString(folder.resolve("away.conf"), "ferry.redis.command-timeout = 2s");
    String url = "redis://:" + redis.settings().password() + "@127.0.0.1:" + proxy.port();
    node = NodeProcess.in(folder).config(config).redis(url).start();
    alice = login("alice");
    bob = login("bob");
    acked(0);
    assertTrue(bob.next().hasMessagePush());
  }

  @AfterEach
  void end() {
    alice.close();
    bob.close();
    node.close();
    proxy.close();
    redis.close();
  }

  @Test
  void lostConnectionsToRedisAreSaidAndComeBack() {
    burst(proxy::cut);
    assertAway();
    proxy.restore();
    assertBack();
  }

  @Test
  void silentRedisIsSaidAndComesBack() {
    burst(() -> signal("STOP"));
    assertAway();
    signal("CONT");
    assertBack();
  }

  /** Sends of which some were before the fault, some after it, and some may be in the middle. */
  private void burst(Runnable fault) {
    for (int i = 1; i <= BURST; i++) {
      alice.send(Talk.send(Talk.WITH_BOB, i, text(i)).setRequestId(requestId(i)).build());
      if (i == BURST / 2) {
        fault.run();
      }
    }
    for (int i = 1; i <= BURST; i++) {
      answer(alice.next());
    }
    assertTrue(acks.size() <= BURST, "Redis was not away");
  }

  private void answer(ServerFrame answer) {
    int number = (int) (answer.getRequestId() - requestId(0));
    if (answer.hasMessageAck()) {
      acks.put(number, answer.getMessageAck());
    } else {
      assertUnavailable(answer);
    }
  }

  private void assertAway() {
    assertUnavailable(alice.call(Talk.send(Talk.WITH_BOB, 99, text(99))));
    ServerFrame pong = alice.call(ClientFrame.newBuilder().setPing(Ping.getDefaultInstance()));
    assertTrue(pong.hasPong(), pong.toString());
    for (String user : new String[] {"alice", "carol"}) {
      try (RawClient late = RawClient.tcp(node.tcp())) {
        String token = Tokens.of(node).token(user);
        assertUnavailable(late.call(RawClient.loginFrame(token, "tablet")));
        late.awaitClosed(Duration.ofSeconds(10));
      }
    }
    await("not ready").atMost(PATIENCE).until(() -> node.get("/readyz").statusCode() == 503);
    await("both checks fail")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              HttpResponse<String> page = node.get("/readyz");
              assertEquals(503, page.statusCode());
              assertTrue(page.body().startsWith("not ready\n"), page.body());
              assertTrue(page.body().contains("\nredis: failing\n"), page.body());
              assertTrue(page.body().contains("\nbus: failing\n"), page.body());
            });
    assertEquals(200, node.get("/livez").statusCode());
  }

  /** The same sessions go on, and the log has what was acked, once, and all that was sent again. */
  private void assertBack() {
    node.awaitReady(PATIENCE);
    for (int i = 1; i <= BURST; i++) {
      acked(i);
    }
    acked(99);
    try (RawClient late = login("carol")) {
      assertTrue(late.call(ClientFrame.newBuilder().setPing(Ping.getDefaultInstance())).hasPong());
    }
    Map<ByteString, Message> log = new HashMap<>();
    for (Message message : Talk.page(bob, Talk.WITH_BOB, 1).getMessagesList()) {
      assertEquals(null, log.put(message.getClientMessageId(), message), "in the log twice");
    }
    assertEquals(acks.size(), log.size());
    acks.forEach(
        (number, ack) -> {
          Message message = log.get(RawClient.messageId(number));
          assertEquals(text(number), message == null ? "nothing" : message.getContent().getText());
          assertEquals(ack.getSeq(), message == null ? 0 : message.getSeq());
        });
    await("told to compare heads")
        .atMost(PATIENCE)
        .until(
            () ->
                bob.poll(Duration.ofMillis(100)).filter(ServerFrame::hasCompareHeads).isPresent());
    acked(100);
    assertEquals(text(100), bob.next().getMessagePush().getContent().getText());
  }

  /** Sends until it is acked, which must not contradict an earlier ack. */
  private void acked(int number) {
    ServerFrame answer = alice.call(Talk.send(Talk.WITH_BOB, number, text(number)));
    while (!answer.hasMessageAck()) {
      if (answer.hasError()) {
        assertUnavailable(answer);
      }
      answer = alice.call(Talk.send(Talk.WITH_BOB, number, text(number)));
    }
    MessageAck before = acks.put(number, answer.getMessageAck());
    assertEquals(before == null ? answer.getMessageAck() : before, answer.getMessageAck());
  }

  private static void assertUnavailable(ServerFrame answer) {
    Error error = answer.getError();
    assertEquals(ErrorCode.UNAVAILABLE, error.getCode(), answer.toString());
    assertEquals(Duty.RETRY, error.getDuty());
    assertTrue(error.getRetryAfterMs() > 0, "no hint when to retry");
  }

  private RawClient login(String user) {
    RawClient client = RawClient.tcp(node.tcp());
    client.login(Tokens.of(node).token(user), "phone");
    return client;
  }

  private void signal(String name) {
    try {
      String pid = Long.toString(redis.pid());
      assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).start().waitFor());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long requestId(int number) {
    return 1_000_000L + number;
  }

  private static String text(int number) {
    return "text " + number;
  }
}
