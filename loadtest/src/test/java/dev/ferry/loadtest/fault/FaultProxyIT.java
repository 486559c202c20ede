package dev.ferry.loadtest.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultProxyIT {
  private static final int SILENCE_MS = 200;
  private static final byte[] HELLO = "hello".getBytes(UTF_8);

  private ServerSocket server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    proxy = new FaultProxy("127.0.0.1", server.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void passesBytesAndEndsThroughAndCountsThem() throws IOException {
    byte[] much = new byte[3_000_000];
    new Random(1).nextBytes(much);
    try (Socket client = connect();
        Socket peer = server.accept()) {
      Thread sender = sendThenEnd(client, much);
      assertArrayEquals(much, peer.getInputStream().readAllBytes());
      peer.getOutputStream().write(HELLO);
      peer.shutdownOutput();
      assertArrayEquals(HELLO, client.getInputStream().readAllBytes());
      assertEquals(much.length, proxy.bytesToServer());
      assertEquals(HELLO.length, proxy.bytesToClient());
      assertEquals(1, proxy.accepted());
      joined(sender);
    }
  }

  @Test
  void cutEndsConnectionsAndRefusesNewOnesUntilRestored() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      proxy.cut();
      assertEquals(-1, client.getInputStream().read());
      assertEquals(-1, peer.getInputStream().read());
      assertThrows(ConnectException.class, this::connect);
    }
    proxy.restore();
    assertPasses();
  }

  @Test
  void cutIsNoResetEvenForAConnectionJustMade() throws IOException {
    for (int i = 0; i < 100; i++) {
      try (Socket client = connect();
          Socket peer = server.accept()) {
        proxy.cut();
        assertEquals(-1, client.getInputStream().read());
        assertEquals(-1, peer.getInputStream().read());
      }
      proxy.restore();
    }
  }

  @Test
  void resetIsAResetAtBothEndsAndSparesNewConnections() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      proxy.reset();
      assertThrows(SocketException.class, () -> client.getInputStream().read());
      assertThrows(SocketException.class, () -> peer.getInputStream().read());
    }
    assertPasses();
  }

  @Test
  void blackholeHoldsBytesAndEndsUntilRestored() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      proxy.blackhole();
      client.getOutputStream().write(HELLO);
      client.shutdownOutput();
      peer.getOutputStream().write(HELLO);
      assertSilent(peer);
      assertSilent(client);
      assertEquals(0, proxy.bytesToServer());
      proxy.restore();
      assertArrayEquals(HELLO, peer.getInputStream().readAllBytes());
      assertArrayEquals(HELLO, client.getInputStream().readNBytes(HELLO.length));
    }
  }

  @Test
  void blackholeSwallowsNewConnections() throws IOException {
    proxy.blackhole();
    try (Socket client = connect()) {
      client.getOutputStream().write(HELLO);
      assertSilent(client);
      server.setSoTimeout(SILENCE_MS);
      assertThrows(SocketTimeoutException.class, server::accept);
    }
  }

  @Test
  void blackholeTowardsClientLetsTheServerHear() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      proxy.impair(Impairment.down(Line.HELD));
      client.getOutputStream().write(HELLO);
      peer.getOutputStream().write(HELLO);
      assertArrayEquals(HELLO, peer.getInputStream().readNBytes(HELLO.length));
      assertSilent(client);
    }
  }

  @Test
  void blackholeTowardsServerLetsTheClientHear() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      proxy.impair(Impairment.up(Line.HELD));
      client.getOutputStream().write(HELLO);
      peer.getOutputStream().write(HELLO);
      assertArrayEquals(HELLO, client.getInputStream().readNBytes(HELLO.length));
      assertSilent(peer);
    }
  }

  @Test
  void latencyDelaysEveryByte() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      proxy.impair(Impairment.of(Line.late(Duration.ofMillis(300))));
      long start = System.nanoTime();
      client.getOutputStream().write(HELLO);
      assertArrayEquals(HELLO, peer.getInputStream().readNBytes(HELLO.length));
      assertTrue(millisSince(start) >= 290, () -> millisSince(start) + " ms (expected: >= 290)");
    }
  }

  @Test
  void whatIsLateIsLateTogether() throws IOException {
    int writes = 500;
    try (Socket client = connect();
        Socket peer = server.accept()) {
      client.setTcpNoDelay(true);
      proxy.impair(Impairment.of(Line.late(Duration.ofSeconds(1))));
      for (int i = 0; i < writes; i++) {
        client.getOutputStream().write(HELLO);
      }
      client.shutdownOutput();
      // One second after another, they would outlast the time that a test has.
      assertEquals(writes * HELLO.length, peer.getInputStream().readAllBytes().length);
    }
  }

  @Test
  void rateLimitsBytesASecondAndPushesBack() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      proxy.impair(Impairment.of(Line.slow(100_000)));
      long start = System.nanoTime();
      Thread sender = sendThenEnd(client, new byte[50_000]);
      assertEquals(50_000, peer.getInputStream().readAllBytes().length);
      assertTrue(millisSince(start) >= 450, () -> millisSince(start) + " ms (expected: >= 450)");
      joined(sender);
    }
  }

  @Test
  void restoreFreesWhatASlowRateHeldBack() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      proxy.impair(Impairment.of(Line.slow(1)));
      byte[] minutes = new byte[1_000];
      client.getOutputStream().write(minutes);
      await().until(() -> proxy.bytesToServer() == 1);
      proxy.restore();
      assertArrayEquals(minutes, peer.getInputStream().readNBytes(minutes.length));
    }
  }

  @Test
  void sliceSplitsWhatWasWrittenAtOnce() throws Exception {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      proxy.impair(Impairment.of(Line.sliced(1)));
      BlockingQueue<Integer> reads = readSizes(peer);
      client.getOutputStream().write(new byte[400]);
      int bytes = 0;
      int count = 0;
      while (bytes < 400) {
        Integer read = reads.poll(10, TimeUnit.SECONDS);
        assertTrue(read != null, "no more after " + bytes);
        bytes += read;
        count++;
      }
      assertTrue(count > 1, "all 400 bytes came in one read");
    }
  }

  @Test
  void impairmentsAddUpAndEndOneByOne() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      FaultProxy.Impaired first = proxy.impair(Impairment.of(Line.HELD));
      FaultProxy.Impaired second = proxy.impair(Impairment.up(Line.HELD));
      client.getOutputStream().write(HELLO);
      peer.getOutputStream().write(HELLO);
      assertSilent(client);
      first.close();
      assertArrayEquals(HELLO, client.getInputStream().readNBytes(HELLO.length));
      assertSilent(peer);
      second.close();
      second.close();
      assertArrayEquals(HELLO, peer.getInputStream().readNBytes(HELLO.length));
    }
  }

  @Test
  void twoCutsEndWithTheLastOfThem() throws IOException {
    FaultProxy.Impaired first = proxy.impair(Impairment.cut());
    FaultProxy.Impaired second = proxy.impair(Impairment.cut());
    first.close();
    assertThrows(ConnectException.class, this::connect);
    second.close();
    assertPasses();
  }

  @Test
  void aSampleIsHitAndTheOthersAreSpared() throws IOException {
    Impairment.Sample half = new Impairment.Sample(0.5, 7);
    List<Socket> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        clients.add(connect());
        server.accept().getOutputStream().write(HELLO);
        clients.get(i).getInputStream().readNBytes(HELLO.length);
      }
      proxy.reset(half);
      int reset = 0;
      for (int i = 0; i < clients.size(); i++) {
        boolean gone = isReset(clients.get(i));
        assertEquals(half.hits(i + 1), gone, "connection " + (i + 1));
        reset += gone ? 1 : 0;
      }
      assertTrue(reset > 0 && reset < clients.size(), reset + " of 20 were reset");
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  @Test
  void aCutSampleEndsAndNewConnectionsOfItAreRefused() throws IOException {
    Impairment.Sample half = new Impairment.Sample(0.5, 7);
    FaultProxy.Impaired cut = proxy.impair(Impairment.cut().on(half));
    for (int number = 1; number <= 20; number++) {
      try (Socket client = connect()) {
        boolean refused = isReset(client);
        assertEquals(half.hits(number), refused, "connection " + number);
        if (!refused) {
          server.accept().close();
        }
      }
    }
    cut.close();
    assertPasses();
  }

  @Test
  void anUnreachableServerResetsTheClient() throws IOException {
    server.close();
    try (Socket client = connect()) {
      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }
  }

  private void assertPasses() throws IOException {
    try (Socket client = connect();
        Socket peer = server.accept()) {
      client.getOutputStream().write(HELLO);
      assertArrayEquals(HELLO, peer.getInputStream().readNBytes(HELLO.length));
    }
  }

  private static boolean isReset(Socket client) throws IOException {
    client.setSoTimeout(SILENCE_MS);
    try {
      client.getInputStream().read();
      throw new AssertionError("neither reset nor silent");
    } catch (SocketTimeoutException spared) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  private static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SILENCE_MS);
    assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    socket.setSoTimeout(0);
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private static long millisSince(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
  }

  private static Thread sendThenEnd(Socket socket, byte[] bytes) {
    return started(
        () -> {
          socket.getOutputStream().write(bytes);
          socket.shutdownOutput();
        });
  }

  private static BlockingQueue<Integer> readSizes(Socket socket) {
    BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
    byte[] buffer = new byte[1024];
    started(
        () -> {
          for (int n = 0; n >= 0; n = socket.getInputStream().read(buffer)) {
            sizes.add(n);
          }
        });
    return sizes;
  }

  private interface SocketWork {
    void run() throws IOException;
  }

  private static Thread started(SocketWork work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The test has closed the socket, or fails by what it then misses.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void joined(Thread thread) {
    await().until(() -> !thread.isAlive());
  }
}
