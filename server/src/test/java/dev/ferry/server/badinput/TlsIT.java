package dev.ferry.server.badinput;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.FerryClient;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.driver.FerryClients;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.SelfSigned;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsIT {
  @TempDir private static Path data;
  private static OneNode node;
  private static SelfSigned certificate;

  @BeforeAll
  static void start() throws Exception {
    certificate = SelfSigned.in(data);
    node =
        OneNode.start(
            data,
            Map.of(
                "tls.cert-file",
                certificate.chain().toString(),
                "tls.key-file",
                certificate.key().toString()));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void messagesTravelBetweenTcpAndWebSocketClientsOverTls() throws Exception {
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    try (FerryClient alice = client("tcps://localhost:" + node.tcpPort(), "alice");
        FerryClient bob = client("wss://localhost:" + node.httpPort() + "/ws", "bob")) {
      ClientListener listener =
          new ClientListener() {
            @Override
            public void onMessage(ReceivedMessage message) {
              heard.add(message.sender() + ": " + message.content().text());
            }
          };
      bob.addListener(listener);
      alice.start();
      bob.start();
      String talk = alice.directWith("bob");
      assertEquals(
          1, alice.send(talk, MessageContent.text("over")).get(20, TimeUnit.SECONDS).seq());
      assertEquals(2, bob.send(talk, MessageContent.text("and")).get(20, TimeUnit.SECONDS).seq());
      await().atMost(Expect.SOON).until(() -> heard.contains("alice: over"));
    }
  }

  private static FerryClient client(String server, String user) {
    return FerryClients.create(
        ClientOptions.builder()
            .server(URI.create(server))
            .user(user)
            .device("phone")
            .tokens(() -> node.tokens().token(user))
            .trust(certificate.context().getSocketFactory(), certificate.trust())
            .build());
  }

  @Test
  void anOldTlsIsRefused() throws IOException {
    for (int port : new int[] {node.tcpPort(), node.httpPort()}) {
      try (SSLSocket socket =
          (SSLSocket) certificate.context().getSocketFactory().createSocket("localhost", port)) {
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        socket.startHandshake();
        assertEquals("TLSv1.2", socket.getSession().getProtocol());
      }
      // The JDK no longer speaks it, so its first bytes by hand: a ClientHello of TLS 1.1.
      try (Socket socket = new Socket("localhost", port)) {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(clientHelloOfTls11());
        byte[] answer = socket.getInputStream().readNBytes(7);
        assertEquals(7, answer.length);
        assertEquals(21, answer[0], "an alert");
        assertEquals(70, answer[6], "protocol_version");
        assertEquals(-1, socket.getInputStream().read());
      }
    }
  }

  private static byte[] clientHelloOfTls11() {
    byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 2 + 2 + 2];
    byte[] record = {22, 3, 1, 0, 45 - 2 + 2, 1, 0, 0, 41, 3, 2};
    System.arraycopy(record, 0, hello, 0, record.length);
    hello[45] = 2;
    hello[46] = (byte) 0xc0;
    hello[47] = 0x13;
    hello[48] = 1;
    return hello;
  }

  @Test
  void plainTextToATlsPortIsClosed() {
    try (RawClient client = RawClient.tcp(node.tcp())) {
      client.send(RawClient.loginFrame(node.tokens().token("alice"), "plain").build());
      client.awaitClosed(Expect.SOON);
    }
    assertThrows(Exception.class, () -> RawClient.webSocket(node.webSocket()));
  }
}
