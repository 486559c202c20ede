package dev.ferry.client.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SocketTransportIT {
  private ServerSocket server;

  /** What the transport told: "opened", a frame, or "closed". */
  private final LinkedBlockingQueue<Object> told = new LinkedBlockingQueue<>();

  private final Transport.Listener listener =
      new Transport.Listener() {
        @Override
        public void opened() {
          told.add("opened");
        }

        @Override
        public void frame(byte[] frame) {
          told.add(frame);
        }

        @Override
        public void closed(String reason, @Nullable Throwable cause) {
          told.add("closed");
        }
      };

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout(10_000);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Transport open(String scheme) {
    URI address = URI.create(scheme + "://127.0.0.1:" + server.getLocalPort());
    Transport transport =
        new SocketTransport(address, (SSLSocketFactory) SSLSocketFactory.getDefault(), 2_000);
    transport.open(listener);
    return transport;
  }

  private Object next() throws InterruptedException {
    return Objects.requireNonNull(told.poll(10, TimeUnit.SECONDS), "nothing was told");
  }

  @Test
  void carriesFramesBothWays() throws Exception {
    Transport transport = open("tcp");
    try (Socket peer = server.accept()) {
      assertEquals("opened", next());
      byte[] small = {1, 2, 3};
      byte[] large = new byte[100_000];
      transport.send(small);
      transport.send(large);
      DataInputStream in = new DataInputStream(peer.getInputStream());
      assertEquals(3, in.read());
      assertArrayEquals(small, in.readNBytes(3));
      assertArrayEquals(FrameDecoder.prefix(100_000), in.readNBytes(3));
      assertArrayEquals(large, in.readNBytes(100_000));
      peer.getOutputStream().write(new byte[] {2, 8, 9, 0});
      assertArrayEquals(new byte[] {8, 9}, (byte[]) next());
      assertArrayEquals(new byte[0], (byte[]) next());
    }
    assertEquals("closed", next());
    assertNull(told.poll());
  }

  @Test
  void closingTellsOnce() throws Exception {
    Transport transport = open("tcp");
    try (Socket peer = server.accept()) {
      assertEquals("opened", next());
      transport.close();
      transport.close();
      assertEquals("closed", next());
      transport.send(new byte[1]);
      assertEquals(-1, peer.getInputStream().read());
    }
    assertNull(told.poll());
  }

  @Test
  void refusedConnectionIsToldAsClosed() throws Exception {
    server.close();
    open("tcp");
    assertEquals("closed", next());
  }

  @Test
  void oversizeFrameClosesTheConnection() throws Exception {
    open("tcp");
    try (Socket peer = server.accept()) {
      assertEquals("opened", next());
      peer.getOutputStream().write(FrameDecoder.prefix(Transport.FRAME_BYTES_MAX + 1));
      assertEquals("closed", next());
    }
  }

  @Test
  void peerThatDoesNotReadCostsABoundedQueue() throws Exception {
    Transport transport = open("tcp");
    try (Socket peer = server.accept()) {
      assertEquals("opened", next());
      byte[] frame = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        transport.send(frame);
      }
      assertEquals("closed", next());
      assertTrue(peer.isConnected());
    }
  }

  @Test
  void tlsPeerThatSaysNothingIsGivenUp() throws Exception {
    open("tcps");
    try (Socket peer = server.accept()) {
      assertTrue(peer.isConnected());
      assertEquals("closed", next());
    }
  }
}
