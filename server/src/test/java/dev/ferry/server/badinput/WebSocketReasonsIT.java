package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is turned away at the WebSocket's door, or behind it, hears why. */
@Timeout(60)
class WebSocketReasonsIT {
  private static final byte[] SENT_IN_VAIN = new byte[1 << 20];

  @TempDir static Path data;
  private static OneNode node;

  @BeforeAll
  static void start() {
    node = OneNode.start(data, Map.of("session.login-timeout", "2s"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** Only version 13 is a standard; drafts have other frames. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "7", "8", "12", "14", "99", "x", ""})
  void anotherVersionOfWebSocketIsRefusedWithOurs(String version) throws IOException {
    try (UpgradedSocket client = UpgradedSocket.upgradeTo(node, version)) {
      assertEquals(426, client.status(), client::answer);
      String head = client.answer().toLowerCase(Locale.ROOT);
      assertTrue(head.contains("sec-websocket-version: 13\r\n"), head);
    }
  }

  /** What was sent in vain must not push the reason out of the client's hands by a reset. */
  @Test
  void theReasonArrivesThoughTheBytesWereSent() throws IOException {
    for (int round = 0; round < 20; round++) {
      try (UpgradedSocket client = loggedIn("phone")) {
        assertToldTooLarge(client);
      }
    }
  }

  /** The HTTP request's timeout, which is long over then, must not cut the reason short. */
  @Test
  void anOldWebSocketIsToldWhyItIsClosed() throws IOException {
    List<UpgradedSocket> old = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      old.add(loggedIn("old" + i));
    }
    try (RawClient hourglass = node.connect(Door.WEB_SOCKET)) {
      Expect.error(hourglass, ErrorCode.LOGIN_TIMEOUT);
      RawClient.Closed end = hourglass.awaitClosed(Expect.SOON);
      assertTrue(end.clean(), end::toString);
      assertTrue(hourglass.poll(Duration.ZERO).isEmpty(), "a frame after the last one");
    }
    for (UpgradedSocket client : old) {
      assertToldTooLarge(client);
      client.close();
    }
  }

  private static void assertToldTooLarge(UpgradedSocket client) throws IOException {
    client.send(SENT_IN_VAIN);
    Expect.error(client.next(), ErrorCode.FRAME_TOO_LARGE);
    client.awaitCloseFrame();
  }

  private static UpgradedSocket loggedIn(String device) throws IOException {
    UpgradedSocket client = UpgradedSocket.open(node);
    client.send(RawClient.loginFrame(node.tokens().token("alice"), device).build().toByteArray());
    assertTrue(client.next().hasLoggedIn());
    return client;
  }
}
