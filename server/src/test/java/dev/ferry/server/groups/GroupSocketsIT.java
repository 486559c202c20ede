package dev.ferry.server.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.ChangeGroup;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.GroupChange;
import dev.ferry.protocol.v1.GroupSettings;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.SendMessage;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.GroupRequests;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import dev.ferry.server.testkit.SelfSigned;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Members of one group over TCP, WebSocket, and both over TLS: however many entries go out
 * together, each gets the same bytes, once, in order.
 */
@Timeout(60)
class GroupSocketsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Not more than a device may have unacked. */
  private static final int AT_ONCE = 60;

  /** Around what lengths of frames take in bytes: 127, 16 KiB, and 64 KiB of a WebSocket. */
  private static final int[] SIZES = {0, 1, 60, 125, 130, 1000, 16_200, 16_400, 64_000, 65_530};

  @TempDir private static Path folder;
  private static EmbeddedRedis redis;
  private static OneNode plain;
  private static OneNode tls;
  private static SelfSigned certificate;

  private static int groups;

  private final Map<String, RawClient> members = new TreeMap<>();
  private String group;
  private RawClient alice;

  @BeforeAll
  static void start() throws Exception {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    certificate = SelfSigned.in(folder);
    Map<String, String> settings = new HashMap<>();
    settings.put("redis.url", redis.uri().toString());
    settings.put("limits.unread-bytes", "16MiB");
    settings.put("limits.requests-per-second", "50000");
    settings.put("limits.requests-burst", "50000");
    for (String key : List.of("messages-per-second", "messages-burst")) {
      settings.put("groups." + key, "50000");
      settings.put("groups.member-" + key, "50000");
    }
    // One folder, so that both take the same tokens.
    plain = OneNode.start(folder.resolve("data"), settings);
    settings.put("tls.cert-file", certificate.chain().toString());
    settings.put("tls.key-file", certificate.key().toString());
    tls = OneNode.start(folder.resolve("data"), settings);
  }

  @AfterAll
  static void stop() {
    plain.close();
    tls.close();
    redis.close();
  }

  @AfterEach
  void leave() {
    members.values().forEach(RawClient::close);
    alice.close();
  }

  @BeforeEach
  void gather() {
    group = "g/sockets-" + ++groups;
    alice = login(RawClient.tcp(plain.tcp()), "alice", "phone");
    GroupRequests.make(alice, GroupRequests.create(group, List.of("bob", "carol", "dave", "erin")));
    // A login's answer comes when the session has its seat, so all that follows is pushed to it.
    members.put("tcp", login(RawClient.tcp(plain.tcp()), "bob", "phone"));
    members.put("ws", login(RawClient.webSocket(plain.webSocket()), "carol", "page"));
    members.put("tcps", login(tcps(), "dave", "phone"));
    members.put("wss", login(wss(), "erin", "page"));
    members.put("own tablet", login(wss(), "alice", "tablet"));
  }

  private static RawClient tcps() {
    return RawClient.tcp(URI.create("tcps://localhost:" + tls.tcpPort()), certificate.context());
  }

  private static RawClient wss() {
    return RawClient.webSocket(
        URI.create("wss://localhost:" + tls.httpPort() + "/ws"), certificate.context());
  }

  private static RawClient login(RawClient client, String user, String device) {
    client.login(plain.tokens().token(user), device);
    return client;
  }

  @Test
  void whatIsSentAtOnceReachesEverySocketAlike() {
    for (int round = 0; round < 4; round++) {
      int first = round * AT_ONCE;
      for (int i = first; i < first + AT_ONCE; i++) {
        alice.send(message(i, i == first ? null : RawClient.messageId(i - 1)));
      }
      for (int i = first; i < first + AT_ONCE; i++) {
        ServerFrame answer = nextAnswer(alice);
        assertEquals(i + 1, answer.getRequestId());
        assertEquals(i + 2, answer.getMessageAck().getSeq(), answer::toString);
      }
    }
    assertAlike(4 * AT_ONCE + 1);
    assertNoOwnMessage();
  }

  private ClientFrame message(int number, @Nullable ByteString after) {
    SendMessage.Builder message =
        Requests.message(group, number)
            .setContent(
                Content.newBuilder()
                    .setType("blob")
                    .setBody(ByteString.copyFrom(new byte[SIZES[number % SIZES.length]])));
    if (after != null) {
      message.setAfter(after);
    }
    return Requests.send(message).setRequestId(number + 1).build();
  }

  @Test
  void changesGoToTheirMakerTooAndMessagesDoNot() {
    for (int i = 0; i < AT_ONCE; i++) {
      ChangeGroup.Builder rename =
          GroupRequests.settings(group, GroupSettings.newBuilder().setName("name " + i));
      ClientFrame.Builder frame =
          i % 3 == 0 ? GroupRequests.frame(rename) : Requests.send(group, i);
      alice.send(frame.setRequestId(i + 1).build());
    }
    List<Long> changes = new ArrayList<>();
    List<Long> own = new ArrayList<>();
    int answers = 0;
    while (answers < AT_ONCE || own.size() < changes.size()) {
      ServerFrame frame = alice.next(PATIENCE);
      if (frame.hasMessagePush()) {
        assertEquals(GroupChange.Kind.SETTINGS, frame.getMessagePush().getChange().getKind());
        own.add(frame.getMessagePush().getSeq());
      } else if (frame.getRequestId() != 0) {
        assertTrue(frame.hasGroupAck() || frame.hasMessageAck(), frame::toString);
        answers++;
        if (frame.hasGroupAck()) {
          changes.add(frame.getGroupAck().getSeq());
        }
      }
    }
    assertEquals(changes.stream().sorted().toList(), own);
    assertAlike(AT_ONCE + 1);
    assertNoOwnMessage();
  }

  /** Every member has the same bytes for each entry, once, in order, up to {@code last}. */
  private void assertAlike(long last) {
    List<ByteString> expected = List.of();
    for (Map.Entry<String, RawClient> member : members.entrySet()) {
      List<ByteString> pushes = new ArrayList<>();
      long seq = 1;
      while (seq < last) {
        ServerFrame frame = member.getValue().next(PATIENCE);
        assertTrue(frame.hasMessagePush(), () -> member.getKey() + " heard " + frame);
        Message push = frame.getMessagePush();
        assertEquals(group, push.getConversation());
        assertEquals(++seq, push.getSeq(), member.getKey());
        pushes.add(frame.toByteString());
      }
      expected = expected.isEmpty() ? pushes : expected;
      assertEquals(expected, pushes, member.getKey());
    }
  }

  /** What the members got was written before this answer, and the sender's own would have been. */
  private void assertNoOwnMessage() {
    assertTrue(alice.call(Requests.ping()).hasPong());
    for (var frame = alice.poll(Duration.ZERO);
        frame.isPresent();
        frame = alice.poll(Duration.ZERO)) {
      assertFalse(
          frame.get().hasMessagePush() && !frame.get().getMessagePush().hasChange(),
          frame.get()::toString);
    }
  }

  private static ServerFrame nextAnswer(RawClient client) {
    ServerFrame frame = client.next(PATIENCE);
    while (frame.getRequestId() == 0) {
      assertFalse(frame.hasMessagePush() && !frame.getMessagePush().hasChange(), frame::toString);
      frame = client.next(PATIENCE);
    }
    return frame;
  }
}
