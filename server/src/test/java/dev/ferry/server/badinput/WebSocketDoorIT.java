package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.RawClient.UpgradeRefusedException;
import dev.ferry.server.testkit.Requests;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
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

/** What the HTTP port lets in and what it shows. */
@Timeout(60)
class WebSocketDoorIT {
  private static final String LISTED = "https://chat.example.com";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path data;
  private static OneNode node;

  @BeforeAll
  static void start() {
    node =
        OneNode.start(
            data,
            Map.of("http.origins", LISTED, "session.login-timeout", "2s", "node.id", "door-node"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.com",
        "null",
        "http://chat.example.com",
        "https://chat.example.com:8443",
        "https://chat.example.com.evil.com",
        "https://CHAT.example.com",
        "https://chat.example.com/",
        "*",
      })
  void aPageThatIsNotListedIsForbidden(String origin) {
    UpgradeRefusedException refused =
        assertThrows(
            UpgradeRefusedException.class, () -> RawClient.webSocket(node.webSocket(), origin));
    assertEquals(403, refused.status());
  }

  @Test
  void aSecondOriginDoesNotHideBehindAListedOne() throws IOException {
    try (UpgradedSocket client =
        UpgradedSocket.upgrade(node, "Origin: " + LISTED, "Origin: https://evil.example.com")) {
      assertEquals(403, client.status());
    }
  }

  @Test
  void aListedPageAndAProgramAreWelcome() {
    try (RawClient page = RawClient.webSocket(node.webSocket(), LISTED);
        RawClient program = RawClient.webSocket(node.webSocket())) {
      page.login(node.tokens().token("alice"), "page");
      program.login(node.tokens().token("alice"), "program");
      Expect.alive(page);
      Expect.alive(program);
    }
  }

  @Test
  void aTokenInTheUrlOpensNothing() throws IOException {
    String token = node.tokens().token("alice");
    for (String path : List.of("/ws?token=" + token, "/ws/" + token, "/ws?", "/ws/")) {
      try (UpgradedSocket client = UpgradedSocket.ask(node, path, upgradeLines())) {
        assertEquals(404, client.status(), path);
        assertFalse(client.answer().contains(token));
      }
    }
    try (RawClient client =
        RawClient.webSocket(node.webSocket(), Map.of("Authorization", "Bearer " + token))) {
      client.send(Requests.ping().build());
      Expect.closedWith(client, ErrorCode.WRONG_PHASE);
    }
  }

  private static String[] upgradeLines() {
    return new String[] {
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
      "Sec-WebSocket-Version: 13"
    };
  }

  @Test
  void aTextMessageIsMalformed() {
    try (RawClient client = RawClient.webSocket(node.webSocket())) {
      client.sendText("hello");
      Expect.closedWith(client, ErrorCode.MALFORMED_FRAME);
    }
    try (RawClient client = node.login(Door.WEB_SOCKET, "alice", "texter")) {
      client.sendText("{\"ping\":{}}");
      Expect.closedWith(client, ErrorCode.MALFORMED_FRAME);
    }
  }

  @Test
  void compressionIsNotNegotiated() throws IOException {
    try (UpgradedSocket client =
        UpgradedSocket.upgrade(
            node,
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
            "Sec-WebSocket-Extensions: x-webkit-deflate-frame")) {
      assertEquals(101, client.status());
      assertFalse(
          client.answer().toLowerCase(Locale.ROOT).contains("sec-websocket-extensions"),
          client::answer);
    }
  }

  @Test
  void aRequestForTheWebSocketThatIsNoUpgradeIsRefused() throws Exception {
    HttpResponse<String> answer = get("/ws");
    assertTrue(answer.statusCode() == 400 || answer.statusCode() == 426, answer::toString);
  }

  @Test
  void anHttpRequestThatIsTooLargeIsRefused() throws IOException {
    try (UpgradedSocket client =
        UpgradedSocket.ask(node, "/" + "x".repeat(20_000), upgradeLines())) {
      assertTrue(client.status() >= 400 && client.status() < 500, client::answer);
    }
    try (UpgradedSocket client = UpgradedSocket.upgrade(node, "X-Big: " + "x".repeat(20_000))) {
      assertTrue(client.status() >= 400 && client.status() < 500, client::answer);
    }
  }

  @Test
  void onlyGetIsAnsweredOnKnownPathsOnly() throws Exception {
    for (String method : List.of("PUT", "DELETE", "OPTIONS", "HEAD")) {
      HttpRequest request =
          HttpRequest.newBuilder(node.http().resolve("/livez"))
              .method(method, BodyPublishers.noBody())
              .build();
      assertEquals(405, HTTP.send(request, BodyHandlers.ofString()).statusCode(), method);
    }
    for (String path : List.of("/", "/metrics", "/livez/", "/readyz/../livez", "/LIVEZ", "/.env")) {
      assertEquals(404, get(path).statusCode(), path);
    }
  }

  @Test
  void healthPagesSayWhatOperatorsWant() throws Exception {
    HttpResponse<String> live = get("/livez");
    assertEquals(200, live.statusCode());
    assertEquals("alive\n", live.body());
    HttpResponse<String> ready = get("/readyz");
    assertEquals(200, ready.statusCode());
    List<String> lines = ready.body().lines().toList();
    assertEquals("ready", lines.get(0));
    assertTrue(lines.contains("redis: ok"), ready::body);
    assertTrue(lines.contains("bus: ok"), ready::body);
    assertTrue(lines.contains("node: door-node"), ready::body);
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("durability: ")), ready::body);
    assertEquals("no-store", ready.headers().firstValue("cache-control").orElse(""));
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(node.http().resolve(path)).build(), BodyHandlers.ofString());
  }
}
