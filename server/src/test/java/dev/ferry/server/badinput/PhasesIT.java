package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.ferry.protocol.v1.ClientFrame;
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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class PhasesIT {
  private static final int UNKNOWN_REQUEST = 1999;

  @TempDir private static Path data;
  private static OneNode node;

  @BeforeAll
  static void start() {
    node =
        OneNode.start(data, Map.of("session.heartbeat", "1s", "session.login-timeout", "1500ms"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  static Stream<ClientFrame.Builder> requests() {
    return Stream.of(
        Requests.ping(),
        Requests.send("d/alice/bob", 1),
        Requests.fetch("d/alice/bob", 0, 0),
        Requests.heads(""),
        ClientFrame.newBuilder(),
        ClientFrame.newBuilder().setRequestId(9));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void nothingIsAnsweredBeforeTheLogin(ClientFrame.Builder request) {
    for (Door door : Door.values()) {
      try (RawClient client = node.connect(door)) {
        client.send(request.build());
        assertEquals(Duty.FIX, Expect.closedWith(client, ErrorCode.WRONG_PHASE).getDuty());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSecondLoginEndsTheSession(Door door) {
    try (RawClient client = node.login(door, "alice", "second")) {
      client.send(RawClient.loginFrame(node.tokens().token("alice"), "second").build());
      Expect.closedWith(client, ErrorCode.WRONG_PHASE);
    }
  }

  @Test
  void aRequestWhileTheLoginIsPendingEndsIt() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    RawClient.loginFrame(node.tokens().token("alice"), "hasty").build().writeDelimitedTo(both);
    Requests.ping().build().writeDelimitedTo(both);
    try (RawClient client = node.connect(Door.TCP)) {
      client.sendBytes(both.toByteArray());
      Expect.closedWith(client, ErrorCode.WRONG_PHASE);
    }
    try (RawClient client = node.login(Door.TCP, "alice", "hasty")) {
      Expect.alive(client);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoDoesNotLogInIsClosed(Door door) {
    try (RawClient client = node.connect(door)) {
      assertEquals(Duty.RETRY, Expect.closedWith(client, ErrorCode.LOGIN_TIMEOUT).getDuty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsSilentIsClosed(Door door) {
    try (RawClient client = node.login(door, "alice", "silent")) {
      assertEquals(Duty.RETRY, Expect.closedWith(client, ErrorCode.IDLE_TIMEOUT).getDuty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aVersionThatTheServerDoesNotSpeakIsAnsweredWithItsOwn(Door door) {
    int[][] ranges = {{2, 9}, {0, 0}, {2, -1}, {-1, -1}, {1, 0}};
    for (int[] range : ranges) {
      try (RawClient client = node.connect(door)) {
        client.send(login(range[0], range[1]).build());
        Error error = Expect.closedWith(client, ErrorCode.UNSUPPORTED_VERSION);
        assertEquals("1", error.getValue());
        assertEquals(Duty.GIVE_UP, error.getDuty());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientOfEveryNewerVersionThatSpeaksOursIsWelcome(Door door) {
    for (int newest : new int[] {1, 2, Integer.MAX_VALUE, -1}) {
      try (RawClient client = node.connect(door)) {
        ServerFrame answer = client.call(login(0, newest));
        assertEquals(1, answer.getLoggedIn().getVersion(), answer::toString);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRequestOfANewerProtocolIsRefusedAndTheSessionStays(Door door) throws IOException {
    ByteString request =
        UnknownFieldSet.newBuilder()
            .addField(
                UNKNOWN_REQUEST,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("new"))
                    .build())
            .build()
            .toByteString();
    try (RawClient client = node.login(door, "alice", "future")) {
      ServerFrame answer = client.call(ClientFrame.newBuilder().mergeFrom(request));
      Expect.error(answer, ErrorCode.UNSUPPORTED_REQUEST);
      Expect.alive(client);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDeviceThatLogsInAgainReplacesItsOlderSession(Door door) {
    try (RawClient older = node.login(door, "alice", "tablet");
        RawClient other = node.login(door, "alice", "laptop");
        RawClient foreign = node.login(door, "bob", "tablet");
        RawClient newer = node.login(door, "alice", "tablet")) {
      Error error = Expect.closedWith(older, ErrorCode.SESSION_REPLACED);
      assertEquals("tablet", error.getValue());
      assertEquals(Duty.GIVE_UP, error.getDuty());
      Expect.alive(newer);
      Expect.alive(other);
      Expect.alive(foreign);
      assertTrue(newer.call(Requests.send("d/alice/bob", 7 + door.ordinal())).hasMessageAck());
      ServerFrame push = foreign.next(Expect.SOON);
      assertTrue(push.hasMessagePush(), push::toString);
    }
  }

  private static ClientFrame.Builder login(int oldest, int newest) {
    return ClientFrame.newBuilder()
        .setLogin(
            RawClient.loginFrame(node.tokens().token("alice"), "versions").getLogin().toBuilder()
                .setVersionMin(oldest)
                .setVersionMax(newest));
  }
}
