package dev.ferry.loadtest.fault.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferry.loadtest.fault.FaultProxy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LinkFaultsIT {
  private static final FaultSetting SETTING = FaultSetting.of(Duration.ofSeconds(30), 1);
  private static final byte[] HELLO = "hello".getBytes(UTF_8);

  private ServerSocket server;
  private FaultProxy toNode;
  private FaultProxy toRedis;
  private LinkFaults faults;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    toNode = new FaultProxy("127.0.0.1", server.getLocalPort());
    toRedis = FaultProxy.ofRedis("127.0.0.1", server.getLocalPort());
    faults = new LinkFaults(List.of(toNode), List.of(toRedis), 1);
  }

  @AfterEach
  void stop() throws IOException {
    toNode.close();
    toRedis.close();
    server.close();
  }

  @Test
  void everyFaultOfItsKindsBeginsAndLeavesNothingBehind() throws Exception {
    List<String> plan =
        List.of(
            "cut-clients@1s+1s",
            "blackhole-clients:up@1s+1s",
            "delay-clients:1m@1s+1s",
            "throttle-clients:1:down@1s+1s",
            "reset-clients@1s",
            "cut-redis:50%@1s+1s",
            "blackhole-redis@1s+1s",
            "delay-redis:1m@1s+1s",
            "throttle-redis:1@1s+1s",
            "reset-redis:10%@1s",
            "drop-bus:20%@1s+1s");
    assertEquals(faults.possible().size(), plan.size());
    for (Fault fault : FaultPlan.parse(plan, SETTING).faults()) {
      faults.begin(fault).end();
      assertPasses(toNode);
      assertPasses(toRedis);
    }
  }

  @Test
  void aFaultIsOnUntilItEndsAndOnlyOnItsSide() throws Exception {
    FaultTarget.Ending ending = faults.begin(fault("cut-clients@1s+1s"));
    assertThrows(ConnectException.class, () -> connect(toNode).close());
    assertPasses(toRedis);
    ending.end();
    assertPasses(toNode);
  }

  @Test
  void oneWayIsTheWayThatWasMeant() throws Exception {
    faults.begin(fault("blackhole-clients:up@1s+1s"));
    try (Socket client = connect(toNode)) {
      client.getOutputStream().write(HELLO);
      await().until(() -> toNode.accepted() == 1); // a reset spares who comes after it
      faults.begin(fault("reset-clients@1s"));
      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }
    assertEquals(0, toNode.bytesToServer());
  }

  @Test
  void whatNoProxyStandsForIsRefused() {
    LinkFaults clientsOnly = new LinkFaults(List.of(toNode), List.of(), 1);
    assertEquals(LinkFaults.ON_CLIENTS, clientsOnly.possible());
    Set<FaultKind> refused = EnumSet.allOf(FaultKind.class);
    refused.removeAll(clientsOnly.possible());
    for (FaultKind kind : refused) {
      Fault fault = new Fault(kind, FaultScope.DEFAULT, Duration.ZERO, Duration.ZERO);
      assertThrows(IllegalArgumentException.class, () -> clientsOnly.begin(fault));
    }
  }

  private void assertPasses(FaultProxy proxy) throws IOException {
    long before = proxy.bytesToServer();
    try (Socket client = connect(proxy);
        Socket peer = server.accept()) {
      client.getOutputStream().write(HELLO);
      assertArrayEquals(HELLO, peer.getInputStream().readNBytes(HELLO.length));
      await().until(() -> proxy.bytesToServer() == before + HELLO.length);
    }
  }

  private static Socket connect(FaultProxy proxy) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private static Fault fault(String text) {
    return FaultPlan.parse(List.of(text), SETTING).faults().get(0);
  }
}
