package dev.ferry.server.devices;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Device;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.LogOut;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.Platform;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import dev.ferry.server.testkit.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Policies and logouts over three nodes, as clients see them. */
@Timeout(120)
class SessionsIT {
  private static final int AT_ONCE = 30;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path folder;
  private static Fleet fleet;

  @BeforeAll
  static void begin() {
    fleet =
        new Fleet(
            folder,
            Map.of(
                "devices.phone.sessions", "2",
                "devices.desktop.sessions", "2",
                "devices.desktop.beyond", "refuse"));
  }

  @AfterAll
  static void end() {
    fleet.close();
  }

  private static Error error(ServerFrame frame, ErrorCode code, Duty duty) {
    assertEquals(code, frame.getError().getCode(), frame::toString);
    assertEquals(duty, frame.getError().getDuty(), frame::toString);
    return frame.getError();
  }

  private static Error closedWith(RawClient client, ErrorCode code, Duty duty) {
    Error error = error(client.next(), code, duty);
    client.awaitClosed(Duration.ofSeconds(10));
    return error;
  }

  private static void assertAlive(RawClient client) {
    ServerFrame answer = client.call(Requests.ping());
    assertTrue(answer.hasPong(), answer::toString);
  }

  /** All at once: each node has a third of them. */
  private static List<RawClient> loginsAtOnce(String user, Platform platform) {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      clients.add(fleet.connect(i));
    }
    String token = fleet.tokens().token(user);
    for (int i = 0; i < AT_ONCE; i++) {
      clients.get(i).send(Fleet.login(token, "d" + i, platform).setRequestId(7).build());
    }
    return clients;
  }

  @Test
  void ofPhonesThatLogInAtOnceTheNewestLiveAndEachOtherHearsWhy() {
    List<RawClient> clients = loginsAtOnce("anna", Platform.PLATFORM_PHONE);
    List<RawClient> unheard = new ArrayList<>(clients);
    await()
        .until(
            () -> {
              unheard.removeIf(SessionsIT::wasReplaced);
              return unheard.size() <= 2;
            });
    assertEquals(2, unheard.size());
    unheard.forEach(SessionsIT::assertAlive);
    clients.forEach(RawClient::close);
  }

  /** Whether the client's end has come; an answer to its login may have come before. */
  private static boolean wasReplaced(RawClient client) {
    Optional<ServerFrame> frame = client.poll(Duration.ofMillis(1));
    if (frame.isEmpty() || !frame.get().hasError()) {
      return false;
    }
    error(frame.get(), ErrorCode.SESSION_REPLACED, Duty.GIVE_UP);
    return true;
  }

  @Test
  void ofDesktopsThatLogInAtOnceTheAllowedNumberGetsIn() {
    List<RawClient> clients = loginsAtOnce("dora", Platform.PLATFORM_DESKTOP);
    int let = 0;
    for (RawClient client : clients) {
      ServerFrame answer = client.next();
      if (answer.hasLoggedIn()) {
        let++;
      } else {
        assertFalse(error(answer, ErrorCode.SESSION_LIMIT, Duty.GIVE_UP).getValue().isEmpty());
      }
    }
    assertEquals(2, let);
    clients.forEach(RawClient::close);
    // Whoever left makes room.
    await()
        .until(
            () -> {
              try (RawClient next = fleet.connect(1)) {
                String token = fleet.tokens().token("dora");
                return next.call(Fleet.login(token, "new", Platform.PLATFORM_DESKTOP))
                    .hasLoggedIn();
              }
            });
  }

  @Test
  void aDeviceIsLoggedOutFromAnotherNodeAndStaysOut() {
    String token = fleet.tokens().token("emil");
    try (RawClient phone = fleet.login(0, "emil", "phone", Platform.PLATFORM_PHONE);
        RawClient tablet = fleet.login(1, "emil", "tablet", Platform.PLATFORM_TABLET);
        RawClient again = fleet.connect(2);
        RawClient later = fleet.connect(2)) {
      List<Device> devices = phone.call(Fleet.devices()).getDevices().getDevicesList();
      assertEquals(
          Set.of("a phone PLATFORM_PHONE true true", "a tablet PLATFORM_TABLET true false"),
          devices.stream()
              .map(
                  each ->
                      each.getName()
                          + " "
                          + each.getPlatform()
                          + " "
                          + each.getLive()
                          + " "
                          + each.getCurrent())
              .collect(Collectors.toSet()));
      assertEquals(1, phone.call(Fleet.logOut("tablet")).getLoggedOut().getSessions());
      Error error = closedWith(tablet, ErrorCode.LOGGED_OUT, Duty.GIVE_UP);
      assertEquals("phone", error.getValue());
      assertAlive(phone);
      again.send(Fleet.login(token, "tablet", Platform.PLATFORM_TABLET).setRequestId(1).build());
      closedWith(again, ErrorCode.LOGGED_OUT, Duty.GIVE_UP);
      assertTrue(
          later
              .call(Fleet.login(fleet.laterToken("emil"), "tablet", Platform.PLATFORM_TABLET))
              .hasLoggedIn());
    }
  }

  @Test
  void whoLogsItselfOutHearsOfItsEnd() {
    try (RawClient phone = fleet.login(0, "fritz", "phone", Platform.PLATFORM_PHONE)) {
      phone.send(Fleet.logOut("phone").setRequestId(5).build());
      ServerFrame first = phone.next();
      if (first.hasLoggedOut()) {
        assertEquals(1, first.getLoggedOut().getSessions());
        first = phone.next();
      }
      error(first, ErrorCode.LOGGED_OUT, Duty.GIVE_UP);
      phone.awaitClosed(Duration.ofSeconds(10));
    }
  }

  @Test
  void allOthersAreLoggedOutOnEveryNode() {
    try (RawClient phone = fleet.login(0, "gina", "phone", Platform.PLATFORM_PHONE);
        RawClient here = fleet.login(0, "gina", "tablet", Platform.PLATFORM_TABLET);
        RawClient there = fleet.login(1, "gina", "web", Platform.PLATFORM_WEB);
        RawClient somebody = fleet.login(1, "hans", "web", Platform.PLATFORM_WEB)) {
      assertEquals(2, phone.call(Fleet.logOutOthers()).getLoggedOut().getSessions());
      closedWith(here, ErrorCode.LOGGED_OUT, Duty.GIVE_UP);
      closedWith(there, ErrorCode.LOGGED_OUT, Duty.GIVE_UP);
      assertAlive(phone);
      assertAlive(somebody);
    }
  }

  @Test
  void aRevokedUserIsOutOnAllNodes() throws Exception {
    List<RawClient> sessions = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      sessions.add(fleet.login(i, "ida", "d" + i, Platform.PLATFORM_WEB));
    }
    String before = fleet.tokens().token("ida");
    HttpResponse<String> answer = revoke("ida", fleet.tokens().with("operator", true));
    assertEquals("200 sessions ended: 6\n", answer.statusCode() + " " + answer.body());
    for (RawClient session : sessions) {
      assertEquals("", closedWith(session, ErrorCode.LOGGED_OUT, Duty.GIVE_UP).getValue());
    }
    sessions.forEach(RawClient::close);
    try (RawClient refused = fleet.connect(1);
        RawClient again = fleet.connect(1)) {
      ClientFrame.Builder login = Fleet.login(before, "d0", Platform.PLATFORM_WEB);
      error(refused.call(login), ErrorCode.LOGGED_OUT, Duty.GIVE_UP);
      login = Fleet.login(fleet.laterToken("ida"), "d0", Platform.PLATFORM_WEB);
      assertTrue(again.call(login).hasLoggedIn());
    }
  }

  private static HttpResponse<String> revoke(String path, Tokens tokens) throws Exception {
    String token = tokens.token("support");
    return post("/users/" + path + "/revoke", "Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> post(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(fleet.node(2).http() + path))
            .POST(BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void onlyOperatorsRevokeAndOnlyUsers() throws Exception {
    Tokens operators = fleet.tokens().with("operator", true);
    try (RawClient jo = fleet.login(0, "jo@x", "phone", Platform.PLATFORM_PHONE)) {
      assertEquals(401, post("/users/jo@x/revoke").statusCode());
      assertEquals(401, post("/users/jo@x/revoke", "Authorization", "Basic eDp5").statusCode());
      assertEquals(401, revoke("jo@x", Tokens.unsigned().with("operator", true)).statusCode());
      assertEquals(401, revoke("jo@x", operators.with("exp", new Date(1))).statusCode());
      assertEquals(401, revoke("jo@x", operators.with("operator", "true")).statusCode());
      assertEquals(403, revoke("jo@x", fleet.tokens()).statusCode());
      assertEquals(403, revoke("jo@x", operators.with("operator", false)).statusCode());
      assertEquals(400, revoke("j%20o", operators).statusCode());
      assertEquals(400, revoke("x".repeat(65), operators).statusCode());
      for (String path : List.of("a/b", "a%2Fb", "")) {
        assertEquals(404, revoke(path, operators).statusCode(), path);
      }
      assertAlive(jo);
      assertEquals("sessions ended: 1\n", revoke("jo%40x", operators).body());
      closedWith(jo, ErrorCode.LOGGED_OUT, Duty.GIVE_UP);
      assertEquals("sessions ended: 0\n", revoke("nobody", operators).body());
    }
  }

  @Test
  void badQuestionsAreTyped() {
    try (RawClient phone = fleet.login(0, "jan", "phone", Platform.PLATFORM_PHONE)) {
      ServerFrame unknown = phone.call(Fleet.logOut("x"));
      assertEquals("x", error(unknown, ErrorCode.NO_SUCH_DEVICE, Duty.FIX).getValue());
      ServerFrame malformed = phone.call(Fleet.logOut("no device"));
      error(malformed, ErrorCode.INVALID_ARGUMENT, Duty.FIX);
      ServerFrame nobody =
          phone.call(ClientFrame.newBuilder().setLogOut(LogOut.getDefaultInstance()));
      error(nobody, ErrorCode.INVALID_ARGUMENT, Duty.FIX);
      assertAlive(phone);
    }
    String token = fleet.tokens().token("jan");
    for (String name : List.of("x".repeat(65), "a\nb", "\u0000")) {
      try (RawClient client = fleet.connect(0)) {
        Login.Builder login =
            Fleet.login(token, "phone", Platform.PLATFORM_PHONE).getLogin().toBuilder();
        ServerFrame answer =
            client.call(ClientFrame.newBuilder().setLogin(login.setDeviceName(name)));
        Error error = error(answer, ErrorCode.INVALID_ARGUMENT, Duty.FIX);
        assertEquals(name, error.getValue());
      }
    }
  }
}
