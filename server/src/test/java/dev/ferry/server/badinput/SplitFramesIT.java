package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.MessageLite;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One conversation — log in, send, fetch — cut in every way. The send is the same each time, so the
 * answers are too.
 */
@Timeout(120)
class SplitFramesIT {
  private static final String TALK = "d/alice/bob";

  @TempDir private static Path data;
  private static OneNode node;
  private static byte[] login;
  private static byte[] send;
  private static byte[] fetch;
  private static Said expected;

  /** What the server said. */
  private record Said(MessageAck ack, MessagePage page) {}

  @BeforeAll
  static void start() {
    node = OneNode.start(data);
    login =
        RawClient.loginFrame(node.tokens().token("alice"), "phone")
            .setRequestId(1)
            .build()
            .toByteArray();
    send = Requests.send(TALK, 1).setRequestId(2).build().toByteArray();
    fetch = Requests.fetch(TALK, 1, 10).setRequestId(3).build().toByteArray();
    try (RawClient client = node.connect(Door.TCP)) {
      expected = said(client, client::sendBytes);
    }
    assertEquals(1, expected.page().getMessagesCount());
    assertEquals(1, expected.ack().getSeq());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void everyByteBoundaryOverTcpMayBeAWriteBoundary() {
    int longest = delimited(login).length;
    for (int i = 1; i < longest; i++) {
      int cut = i;
      try (RawClient client = node.connect(Door.TCP)) {
        Said said =
            said(
                client,
                frame -> {
                  int at = 1 + (cut - 1) % (frame.length - 1);
                  client.sendBytes(Arrays.copyOfRange(frame, 0, at));
                  client.sendBytes(Arrays.copyOfRange(frame, at, frame.length));
                });
        assertEquals(expected, said, () -> "cut at " + cut);
      }
    }
  }

  @Test
  void bytesOverTcpMayComeOneByOne() {
    try (RawClient client = node.connect(Door.TCP)) {
      Said said =
          said(
              client,
              frame -> {
                for (byte each : frame) {
                  client.sendBytes(new byte[] {each});
                }
              });
      assertEquals(expected, said);
    }
  }

  @Test
  void framesOverTcpMayComeTogether() {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(delimited(send));
    both.writeBytes(delimited(fetch));
    try (RawClient client = node.connect(Door.TCP)) {
      client.sendBytes(delimited(login));
      assertTrue(client.next().hasLoggedIn());
      client.sendBytes(both.toByteArray());
      assertEquals(expected.ack(), client.next().getMessageAck());
      assertEquals(expected.page(), client.next().getMessagePage());
    }
  }

  @Test
  void messagesOverWebSocketMayBeFragmentedAtEveryByteAfterTheLogin() {
    try (RawClient client = node.login(Door.WEB_SOCKET, "alice", "phone")) {
      for (int i = 0; i <= send.length; i++) {
        int cut = i;
        sendInTwo(client, send, cut);
        assertEquals(expected.ack(), client.next().getMessageAck(), () -> "cut at " + cut);
        sendInTwo(client, fetch, Math.min(cut, fetch.length));
        assertEquals(expected.page(), client.next().getMessagePage(), () -> "cut at " + cut);
      }
    }
  }

  @Test
  void messagesOverWebSocketMayComeByteByByteAfterTheLogin() {
    try (RawClient client = node.login(Door.WEB_SOCKET, "alice", "phone")) {
      for (int i = 0; i < send.length; i++) {
        client.sendPart(new byte[] {send[i]}, i == send.length - 1);
      }
      assertEquals(expected.ack(), client.next().getMessageAck());
    }
  }

  @Test
  void aFragmentedLoginIsRefused() {
    try (RawClient client = node.connect(Door.WEB_SOCKET)) {
      client.sendPart(Arrays.copyOf(login, 10), false);
      Expect.closedWith(client, ErrorCode.MALFORMED_FRAME);
    }
  }

  private static void sendInTwo(RawClient client, byte[] frame, int cut) {
    client.sendPart(Arrays.copyOfRange(frame, 0, cut), false);
    client.sendPart(Arrays.copyOfRange(frame, cut, frame.length), true);
  }

  private interface Writer {
    void write(byte[] delimitedFrame);
  }

  private static Said said(RawClient client, Writer writer) {
    writer.write(delimited(login));
    ServerFrame answer = client.next();
    assertTrue(answer.hasLoggedIn(), answer::toString);
    writer.write(delimited(send));
    MessageAck ack = client.next().getMessageAck();
    writer.write(delimited(fetch));
    return new Said(ack, client.next().getMessagePage());
  }

  private static byte[] delimited(byte[] frame) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      MessageLite parsed = ClientFrame.parseFrom(frame);
      parsed.writeDelimitedTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
