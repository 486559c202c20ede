package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedOutputStream;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OversizedFramesIT {
  private static final int KIB = 1 << 10;
  private static final String TALK = "d/alice/bob";

  @TempDir private static Path data;
  private static OneNode node;

  @BeforeAll
  static void start() {
    node = OneNode.start(data, Map.of("session.login-timeout", "2s"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, 16 << 20, 5 * KIB, 4 * KIB + 1})
  void aLengthOverTheLimitBeforeTheLoginIsRefusedFromTheHeaderAlone(int length) throws IOException {
    try (RawClient client = node.connect(Door.TCP)) {
      client.sendBytes(tcpHeader(length));
      assertEquals(Duty.FIX, Expect.closedWith(client, ErrorCode.FRAME_TOO_LARGE).getDuty());
    }
    try (UpgradedSocket client = UpgradedSocket.open(node)) {
      client.sendHeader(length);
      Expect.error(client.next(), ErrorCode.FRAME_TOO_LARGE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, 70 * KIB, 68 * KIB + 1})
  void aLengthOverTheLimitAfterTheLoginIsRefusedFromTheHeaderAlone(int length) throws IOException {
    try (RawClient client = node.login(Door.TCP, "alice", "phone")) {
      client.sendBytes(tcpHeader(length));
      Expect.closedWith(client, ErrorCode.FRAME_TOO_LARGE);
    }
    try (UpgradedSocket client = UpgradedSocket.open(node)) {
      client.send(
          RawClient.loginFrame(node.tokens().token("alice"), "phone").build().toByteArray());
      assertTrue(client.next().hasLoggedIn());
      client.sendHeader(length);
      Expect.error(client.next(), ErrorCode.FRAME_TOO_LARGE);
    }
  }

  @Test
  void fragmentsThatAreTooLargeTogetherAreRefused() {
    try (RawClient client = node.login(Door.WEB_SOCKET, "alice", "phone")) {
      client.sendPart(new byte[60 * KIB], false);
      client.sendPart(new byte[60 * KIB], true);
      Expect.closedWith(client, ErrorCode.FRAME_TOO_LARGE);
    }
  }

  @Test
  void aFrameOfTheLimitBeforeTheLoginIsRead() {
    var login = RawClient.loginFrame(node.tokens().token("alice"), "phone");
    var padded = login.getLogin().toBuilder();
    padded.addCapabilities("x".repeat(4 * KIB - login.build().getSerializedSize() - 4));
    var frame = login.setLogin(padded).build();
    assertEquals(4 * KIB, frame.getSerializedSize(), 2);
    try (RawClient client = node.connect(Door.TCP)) {
      client.send(frame);
      ServerFrame answer = client.next();
      assertTrue(answer.hasLoggedIn(), answer::toString);
    }
  }

  /** One byte at a time, always in time for a patience that would begin anew with each. */
  @Test
  void aTrickleBeforeTheLoginIsClosedByTheTimeout() throws IOException {
    try (RawClient client = node.connect(Door.TCP)) {
      client.sendBytes(tcpHeader(4_000));
      Optional<ServerFrame> told = Optional.empty();
      for (int i = 0; i < 1_000 && told.isEmpty(); i++) {
        client.sendBytes(new byte[] {0});
        told = client.poll(Duration.ofMillis(50));
      }
      Expect.error(told.orElseThrow(), ErrorCode.LOGIN_TIMEOUT);
      Expect.closed(client);
    }
  }

  @ParameterizedTest
  @EnumSource
  void contentOfTheLimitIsTakenAndOneByteMoreIsNot(Door door) {
    try (RawClient client = node.login(door, "alice", "phone")) {
      int most = 64 * KIB;
      Error body =
          Expect.error(
              client.call(Requests.sendOfSize(TALK, 1, most + 1)), ErrorCode.CONTENT_TOO_LARGE);
      assertEquals(String.valueOf(most + 1), body.getValue());
      Error text =
          Expect.error(
              client.call(
                  Requests.send(
                      Requests.message(TALK, 2)
                          .setContent(
                              Content.newBuilder()
                                  .setType("text")
                                  .setText("é".repeat(most / 2) + "x")))),
              ErrorCode.CONTENT_TOO_LARGE);
      assertEquals(String.valueOf(most + 1), text.getValue());
      assertTrue(client.call(Requests.sendOfSize(TALK, 3, most)).hasMessageAck());
      ServerFrame page = client.call(Requests.fetch(TALK, 0, 1));
      assertEquals(
          most, page.getMessagePage().getMessages(0).getContent().getBody().size(), "kept whole");
    }
  }

  private static byte[] tcpHeader(int length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeUInt32NoTag(length);
    out.flush();
    return bytes.toByteArray();
  }
}
