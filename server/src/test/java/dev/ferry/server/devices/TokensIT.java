package dev.ferry.server.devices;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.FerryClient;
import dev.ferry.client.driver.FerryClients;
import dev.ferry.loadtest.fault.FaultProxy;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Platform;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions live as long as their tokens. */
@Timeout(120)
class TokensIT {
  private static final Duration SHORT = Duration.ofSeconds(3);

  @TempDir private static Path folder;
  private static Fleet fleet;

  @BeforeAll
  static void begin() {
    fleet = new Fleet(folder, Map.of("auth.leeway", "0s"));
  }

  @AfterAll
  static void end() {
    fleet.close();
  }

  private static RawClient login(int node, String user, Duration life) {
    RawClient client = fleet.connect(node);
    String token = fleet.tokens().token(user, life);
    assertTrue(client.call(Fleet.login(token, "phone", Platform.PLATFORM_PHONE)).hasLoggedIn());
    return client;
  }

  private static void assertError(ErrorCode code, Duty duty, ServerFrame frame) {
    Error error = frame.getError();
    assertEquals(code, error.getCode(), frame::toString);
    assertEquals(duty, error.getDuty(), frame::toString);
    assertEquals("", error.getValue(), "a token is never repeated");
  }

  @Test
  void aSessionEndsWithItsTokenUnlessThatIsRenewed() {
    try (RawClient ends = login(0, "anna", SHORT);
        RawClient goesOn = login(1, "bert", SHORT)) {
      ServerFrame renewed = goesOn.call(Fleet.refresh(fleet.tokens().token("bert")));
      assertTrue(
          renewed.getTokenRefreshed().getExpiresInMs() > SHORT.toMillis(), renewed::toString);
      assertError(ErrorCode.TOKEN_EXPIRED, Duty.LOG_IN_AGAIN, ends.next());
      ends.awaitClosed(Duration.ofSeconds(10));
      // Began later, and with the same life.
      try (RawClient second = login(1, "carl", SHORT)) {
        assertError(ErrorCode.TOKEN_EXPIRED, Duty.LOG_IN_AGAIN, second.next());
      }
      assertTrue(goesOn.call(Requests.ping()).hasPong());
    }
  }

  @Test
  void aBadTokenRenewsNothing() {
    Duration life = Duration.ofHours(1);
    try (RawClient client = login(0, "dora", life);
        RawClient garbage = login(0, "emil", life);
        RawClient expired = login(0, "fritz", life);
        RawClient elsewhere = login(0, "gina", life)) {
      assertError(
          ErrorCode.FORBIDDEN, Duty.FIX, client.call(Fleet.refresh(fleet.tokens().token("emil"))));
      assertTrue(client.call(Requests.ping()).hasPong());
      garbage.send(Fleet.refresh("garbage").setRequestId(9).build());
      assertError(ErrorCode.UNAUTHENTICATED, Duty.LOG_IN_AGAIN, garbage.next());
      garbage.awaitClosed(Duration.ofSeconds(10));
      String old = fleet.tokens().token("fritz", Duration.ofSeconds(-5));
      expired.send(Fleet.refresh(old).setRequestId(9).build());
      assertError(ErrorCode.TOKEN_EXPIRED, Duty.LOG_IN_AGAIN, expired.next());
      String ofTablet = fleet.tokens().with("device", "tablet").token("gina");
      elsewhere.send(Fleet.refresh(ofTablet).setRequestId(9).build());
      assertError(ErrorCode.UNAUTHENTICATED, Duty.LOG_IN_AGAIN, elsewhere.next());
    }
  }

  @Test
  void aTokenOfOneDeviceLogsInNoOther() {
    String token = fleet.tokens().with("device", "phone").token("hans");
    try (RawClient tablet = fleet.connect(0);
        RawClient phone = fleet.connect(1)) {
      assertError(
          ErrorCode.UNAUTHENTICATED,
          Duty.LOG_IN_AGAIN,
          tablet.call(Fleet.login(token, "tablet", Platform.PLATFORM_TABLET)));
      assertTrue(phone.call(Fleet.login(token, "phone", Platform.PLATFORM_PHONE)).hasLoggedIn());
    }
  }

  @Test
  void theSdkRenewsItsTokenBeforeItEnds() {
    AtomicInteger asked = new AtomicInteger();
    try (Watched client = new Watched(fleet.node(0).tcp(), "ida", SHORT, asked)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> asked.get() >= 4);
      assertEquals(List.of(ClientState.CONNECTING, ClientState.ONLINE), client.states);
    }
  }

  @Test
  void theSdkGoesOnWithALostSessionWithoutAToken() {
    AtomicInteger asked = new AtomicInteger();
    URI node = fleet.node(0).tcp();
    try (FaultProxy proxy = new FaultProxy(node.getHost(), node.getPort());
        Watched client =
            new Watched(
                URI.create("tcp://127.0.0.1:" + proxy.port()), "jan", Duration.ofHours(1), asked)) {
      client.awaitOnline(1);
      proxy.reset();
      client.awaitOnline(2);
      proxy.reset();
      client.awaitOnline(3);
      assertEquals(1, asked.get());
    }
  }

  /** A client of the SDK that counts the tokens it asks for and remembers its states. */
  private static final class Watched implements AutoCloseable {
    private final List<ClientState> states = new CopyOnWriteArrayList<>();
    private final FerryClient client;

    Watched(URI server, String user, Duration life, AtomicInteger asked) {
      client =
          FerryClients.create(
              ClientOptions.builder()
                  .server(server)
                  .user(user)
                  .device("sdk")
                  .tokens(
                      () -> {
                        asked.incrementAndGet();
                        return fleet.tokens().token(user, life);
                      })
                  .build());
      client.addListener(
          new ClientListener() {
            @Override
            public void onState(ClientState state) {
              states.add(state);
            }
          });
      client.start();
    }

    void awaitOnline(int times) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> states.stream().filter(each -> each == ClientState.ONLINE).count() == times);
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
