package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import dev.ferry.server.testkit.Tokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bytes that are no frames of the protocol, against a server process whose Netty looks for leaked
 * buffers: an error that names the fault, then the end, and nobody else notices.
 */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MalformedFramesIT {
  private static final long SEED = 20_261_124;
  private static final int DEPTH = 10_000;
  private static final Set<ErrorCode> ENDS =
      EnumSet.of(ErrorCode.MALFORMED_FRAME, ErrorCode.FRAME_TOO_LARGE, ErrorCode.WRONG_PHASE);

  @TempDir private static Path folder;
  private static NodeProcess node;
  private static RawClient bystander;

  @BeforeAll
  static void start() {
    node =
        NodeProcess.in(folder)
            .jvmArguments("-Dio.netty.leakDetection.level=paranoid", "-Xmx128m")
            .start();
    bystander = login(Door.TCP, "bystander");
  }

  @AfterAll
  static void stop() {
    bystander.close();
    node.close();
  }

  @AfterEach
  void othersAreServed() {
    Expect.alive(bystander);
  }

  @Test
  void randomBytesBeforeTheLoginEndTheConnection() {
    Random random = new Random(SEED);
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      byte[] bytes = new byte[4_200];
      random.nextBytes(bytes);
      RawClient client = connect(i % 4 == 0 ? Door.WEB_SOCKET : Door.TCP);
      clients.add(client);
      client.sendBytes(i % 4 == 0 ? Arrays.copyOf(bytes, 1 + i) : bytes);
    }
    allEndWithAnError(clients);
  }

  @Test
  void randomBytesAfterTheLoginEndTheConnection() {
    Random random = new Random(SEED);
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      byte[] bytes = new byte[144 << 10];
      random.nextBytes(bytes);
      Door door = i % 4 == 0 ? Door.WEB_SOCKET : Door.TCP;
      RawClient client = login(door, "random-" + i);
      clients.add(client);
      client.sendBytes(door == Door.WEB_SOCKET ? Arrays.copyOf(bytes, 100 * (1 + i)) : bytes);
    }
    allEndWithAnError(clients);
  }

  private static void allEndWithAnError(List<RawClient> clients) {
    for (int i = 0; i < clients.size(); i++) {
      endsWithAnError(clients.get(i), "connection " + i);
      clients.get(i).close();
    }
  }

  /** Random bytes may hold a good frame first; what ends the connection is an error, told last. */
  private static void endsWithAnError(RawClient client, String which) {
    ErrorCode last = ErrorCode.ERROR_CODE_UNSPECIFIED;
    Optional<ServerFrame> frame = client.poll(Expect.SOON);
    while (frame.isPresent()) {
      Expect.assertNoInsides(frame.get().getError());
      last = frame.get().getError().getCode();
      frame = client.poll(Expect.SOON);
    }
    assertTrue(ENDS.contains(last), which + " of seed " + SEED + " ended with " + last);
    client.awaitClosed(Expect.SOON);
  }

  @Test
  void aLengthThatNeverEndsIsMalformed() {
    byte[] endless = new byte[10];
    Arrays.fill(endless, (byte) 0xff);
    beforeAndAfterLogin(client -> client.sendBytes(endless), ErrorCode.MALFORMED_FRAME);
  }

  @Test
  void aFrameThatEndsWithTheConnectionHurtsNobody() {
    byte[] login =
        RawClient.loginFrame(Tokens.of(node).token("alice"), "cut").build().toByteArray();
    for (int sent = 1; sent < login.length; sent += 7) {
      try (RawClient client = connect(Door.TCP)) {
        client.sendBytes(Arrays.copyOf(delimited(login), sent));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFrameThatBreaksOffIsMalformed(Door door) {
    byte[] login =
        RawClient.loginFrame(Tokens.of(node).token("alice"), "cut").build().toByteArray();
    byte[] broken = Arrays.copyOf(login, login.length - 1);
    byte[] sent = door == Door.TCP ? delimited(broken) : broken;
    beforeAndAfterLogin(door, client -> client.sendBytes(sent), ErrorCode.MALFORMED_FRAME);
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyFrameIsNoLoginAndNoRequest(Door door) {
    byte[] empty = door == Door.TCP ? new byte[1] : new byte[0];
    try (RawClient client = connect(door)) {
      client.sendBytes(empty);
      Expect.closedWith(client, ErrorCode.WRONG_PHASE);
    }
    try (RawClient client = login(door, "empty")) {
      client.sendBytes(empty);
      Expect.error(client, ErrorCode.UNSUPPORTED_REQUEST);
      Expect.alive(client);
    }
  }

  @ParameterizedTest
  @EnumSource
  void deepNestingIsMalformed(Door door) throws IOException {
    byte[] nested = bytes(door, nested(DEPTH));
    try (RawClient client = login(door, "deep")) {
      client.sendBytes(nested);
      Expect.closedWith(client, ErrorCode.MALFORMED_FRAME);
    }
    byte[] small = bytes(door, nested(900));
    try (RawClient client = connect(door)) {
      client.sendBytes(small);
      Expect.closedWith(client, ErrorCode.MALFORMED_FRAME);
    }
  }

  /** Well-formed groups in groups, as unknown fields. */
  private static byte[] nested(int depth) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    for (int i = 0; i < depth; i++) {
      out.writeTag(100, 3);
    }
    for (int i = 0; i < depth; i++) {
      out.writeTag(100, 4);
    }
    out.flush();
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void aFrameFullOfUnknownFieldsIsReadAsIfTheyWereNotThere(Door door) {
    UnknownFieldSet.Builder unknown = UnknownFieldSet.newBuilder();
    for (int i = 0; i < 16_000; i++) {
      unknown.mergeVarintField(1_000 + i, i & 0x7f);
    }
    byte[] fields = unknown.build().toByteArray();
    assertTrue(fields.length > 60_000 && fields.length < 68 << 10, fields.length + " bytes");
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(Requests.ping().setRequestId(77).build().toByteArray());
    frame.writeBytes(fields);
    try (RawClient client = login(door, "unknown")) {
      client.sendBytes(bytes(door, fields));
      Expect.error(client, ErrorCode.UNSUPPORTED_REQUEST);
      client.sendBytes(bytes(door, frame.toByteArray()));
      ServerFrame answer = client.next();
      assertTrue(answer.hasPong(), answer::toString);
      assertEquals(77, answer.getRequestId());
    }
  }

  @ParameterizedTest
  @EnumSource
  void textThatIsNotUtf8IsMalformed(Door door) {
    ByteString text = ByteString.copyFrom(new byte[] {'a', (byte) 0xc3, (byte) 0x28});
    byte[] login = bytes(door, field(2, field(4, text)).toByteArray());
    byte[] send = bytes(door, field(4, field(1, text)).toByteArray());
    try (RawClient client = connect(door)) {
      client.sendBytes(login);
      Expect.closedWith(client, ErrorCode.MALFORMED_FRAME);
    }
    try (RawClient client = login(door, "utf")) {
      client.sendBytes(send);
      Expect.closedWith(client, ErrorCode.MALFORMED_FRAME);
    }
  }

  private static ByteString field(int number, ByteString content) {
    return UnknownFieldSet.newBuilder()
        .addField(number, UnknownFieldSet.Field.newBuilder().addLengthDelimited(content).build())
        .build()
        .toByteString();
  }

  @ParameterizedTest
  @EnumSource
  void bytesBehindTheMessageAreMalformed(Door door) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.writeBytes(Requests.ping().setRequestId(1).build().toByteArray());
    // The end of a group that never began ends a message early.
    frame.writeBytes(new byte[] {(1 << 3) | 4, 1, 2, 3});
    byte[] sent = bytes(door, frame.toByteArray());
    beforeAndAfterLogin(door, client -> client.sendBytes(sent), ErrorCode.MALFORMED_FRAME);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void noBufferLeakedAndNothingWasUnforeseen() throws Exception {
    // Netty tells of a leak when it makes the next buffer after the garbage was collected.
    for (int i = 0; i < 3; i++) {
      Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
      Process collect =
          new ProcessBuilder(jcmd.toString(), Long.toString(node.pid()), "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertTrue(collect.waitFor(30, TimeUnit.SECONDS));
      assertEquals(0, collect.exitValue());
      for (Door door : Door.values()) {
        try (RawClient client = login(door, "after")) {
          Expect.alive(client);
        }
      }
    }
    String output = node.output();
    assertFalse(output.contains("LEAK"), output);
    assertFalse(output.contains(" ERROR "), output);
    assertFalse(output.contains("connection failed"), output);
  }

  private static void beforeAndAfterLogin(Consumer<RawClient> act, ErrorCode code) {
    beforeAndAfterLogin(Door.TCP, act, code);
  }

  private static void beforeAndAfterLogin(Door door, Consumer<RawClient> act, ErrorCode code) {
    try (RawClient client = connect(door)) {
      act.accept(client);
      Expect.closedWith(client, code);
    }
    try (RawClient client = login(door, "both")) {
      act.accept(client);
      Expect.closedWith(client, code);
    }
  }

  private static RawClient connect(Door door) {
    return door == Door.TCP ? RawClient.tcp(node.tcp()) : RawClient.webSocket(node.webSocket());
  }

  private static RawClient login(Door door, String device) {
    RawClient client = connect(door);
    client.login(Tokens.of(node).token("alice"), device);
    return client;
  }

  private static byte[] bytes(Door door, byte[] frame) {
    return door == Door.TCP ? delimited(frame) : frame;
  }

  private static byte[] delimited(byte[] frame) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeByteArrayNoTag(frame);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
