package dev.ferry.server.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.GroupRequests;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A member that does not read while its group floods costs a fixed amount, and others nothing. */
@Tag("faults")
@Timeout(120)
class GroupSlowReaderIT {
  private static final int BODY_BYTES = 32 * 1024;

  /** 20 MiB: far more than the limit and what kernels buffer for a reader that stands still. */
  private static final int MESSAGES = 640;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path data;
  private static OneNode node;

  @BeforeAll
  static void start() {
    Map<String, String> settings = new HashMap<>();
    settings.put("limits.unread-for", "10m");
    settings.put("limits.requests-per-second", "50000");
    settings.put("limits.requests-burst", "50000");
    for (String key : List.of("messages-per-second", "messages-burst")) {
      settings.put("groups." + key, "50000");
      settings.put("groups.member-" + key, "50000");
    }
    node = OneNode.start(data, settings);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @EnumSource
  void pushesToItStopOthersGoOnAndItCatchesUp(Door door) {
    String group = "g/flood-" + door;
    try (RawClient alice = node.login(Door.TCP, "alice", "phone")) {
      GroupRequests.make(alice, GroupRequests.create(group, List.of("bob", "carol")));
      try (RawClient slow = node.login(door, "bob", "slow");
          RawClient tablet = node.login(door, "bob", "tablet");
          RawClient carol = node.login(Door.TCP, "carol", "phone")) {
        slow.pauseReading();
        flood(alice, group, List.of(tablet, carol));
        slow.resumeReading();
        long pushed = pushedBeforeCompareHeads(slow);
        assertTrue(pushed < MESSAGES, "pushes never stopped");
        assertCatchesUp(slow, group, pushed);

        long seq = send(alice, group, MESSAGES + 1);
        assertEquals(seq, slow.next(PATIENCE).getMessagePush().getSeq());
      }
    }
  }

  /** The others read one message after the other, so none of them is ever behind. */
  private static void flood(RawClient sender, String group, List<RawClient> others) {
    for (int i = 1; i <= MESSAGES; i++) {
      long seq = send(sender, group, i);
      assertEquals(i + 1, seq);
      for (RawClient other : others) {
        ServerFrame frame = other.next(PATIENCE);
        assertEquals(seq, frame.getMessagePush().getSeq(), frame::toString);
      }
    }
  }

  private static long send(RawClient sender, String group, int number) {
    ServerFrame answer = sender.call(Requests.sendOfSize(group, number, BODY_BYTES));
    assertTrue(answer.hasMessageAck(), answer::toString);
    return answer.getMessageAck().getSeq();
  }

  /** Messages in seq order and without a hole, until the server says that some are left out. */
  private static long pushedBeforeCompareHeads(RawClient client) {
    long pushed = 0;
    ServerFrame frame = client.next(PATIENCE);
    while (!frame.hasCompareHeads()) {
      pushed++;
      assertEquals(pushed + 1, frame.getMessagePush().getSeq());
      frame = client.next(PATIENCE);
    }
    return pushed;
  }

  private static void assertCatchesUp(RawClient slow, String group, long pushed) {
    Head head =
        slow.call(Requests.heads("")).getHeads().getHeadsList().stream()
            .filter(each -> each.getConversation().equals(group))
            .findAny()
            .orElseThrow();
    assertEquals(MESSAGES + 1, head.getSeq());
    ByteString body = ByteString.copyFrom(new byte[BODY_BYTES]);
    long last = pushed + 1;
    while (last < head.getSeq()) {
      MessagePage page = slow.call(Requests.fetch(group, last + 1, 0)).getMessagePage();
      assertFalse(page.getMessagesList().isEmpty());
      for (Message message : page.getMessagesList()) {
        last++;
        assertEquals(last, message.getSeq());
        assertEquals(body, message.getContent().getBody());
      }
    }
  }
}
