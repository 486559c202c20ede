package dev.ferry.server.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.Ping;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that does not read costs a fixed amount (P7), and its neighbours nothing. */
@Tag("faults")
@Timeout(180)
class SlowReaderIT {
  private static final int BODY_BYTES = 32 * 1024;

  /** 20 MiB: far more than the limit and what kernels buffer for a reader that stands still. */
  private static final int MESSAGES = 640;

  private static final ByteString BODY = ByteString.copyFrom(new byte[BODY_BYTES]);

  /** Less than the silence that would end a connection by itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "ws"})
  void pushesStopAndAfterwardsEverythingCanBePulled(String scheme) throws Exception {
    try (NodeProcess node = start("10m");
        RawClient alice = login(node, "tcp", "alice", "phone");
        RawClient slow = login(node, scheme, "bob", "phone");
        RawClient tablet = login(node, scheme, "bob", "tablet");
        RawClient carol = login(node, "tcp", "carol", "phone")) {
      slow.pauseReading();
      for (int i = 1; i <= MESSAGES; i++) {
        ServerFrame answer = alice.call(message(i));
        assertTrue(answer.hasMessageAck(), answer.toString());
        assertEquals(i, tablet.next().getMessagePush().getSeq());
        if (i % 10 == 0) {
          alice.call(Talk.send(Talk.WITH_CAROL, i, "for the neighbour"));
          assertEquals(i / 10, carol.next().getMessagePush().getSeq());
        }
      }
      slow.resumeReading();
      long pushed = pushedBeforeCompareHeads(slow);
      assertTrue(pushed < MESSAGES, "pushes never stopped");
      assertEverythingCanBePulled(slow, pushed);
      alice.call(message(MESSAGES + 1));
      assertEquals(MESSAGES + 1, slow.next().getMessagePush().getSeq());
    }
  }

  @Test
  void clientThatNeverReadsAgainIsClosed() throws Exception {
    try (NodeProcess node = start("1s");
        RawClient alice = login(node, "tcp", "alice", "phone");
        RawClient slow = login(node, "tcp", "bob", "phone")) {
      slow.pauseReading();
      for (int i = 1; i <= MESSAGES; i++) {
        ServerFrame answer = alice.call(message(i));
        assertTrue(answer.hasMessageAck(), answer.toString());
      }
      await("closed for not reading").atMost(PATIENCE).until(() -> !takesPing(slow));
      try (RawClient again = login(node, "tcp", "bob", "phone")) {
        assertEverythingCanBePulled(again, 0);
      }
    }
  }

  /** In seq order and without a hole until the server says that some are left out. */
  private static long pushedBeforeCompareHeads(RawClient client) {
    long last = 0;
    ServerFrame frame = client.next();
    while (!frame.hasCompareHeads()) {
      assertEquals(last + 1, frame.getMessagePush().getSeq());
      last++;
      frame = client.next();
    }
    return last;
  }

  private static void assertEverythingCanBePulled(RawClient client, long from) {
    assertEquals(MESSAGES, client.call(Talk.heads()).getHeads().getHeads(0).getSeq());
    long last = from;
    while (last < MESSAGES) {
      MessagePage page = Talk.page(client, Talk.WITH_BOB, last + 1);
      assertFalse(page.getMessagesList().isEmpty());
      for (Message message : page.getMessagesList()) {
        assertEquals(last + 1, message.getSeq());
        assertEquals("big " + message.getSeq(), message.getContent().getText());
        assertEquals(BODY, message.getContent().getBody());
        last++;
      }
    }
  }

  private static ClientFrame.Builder message(int number) {
    return Talk.send(Talk.WITH_BOB, number, "big " + number, BODY);
  }

  /** A client that does not read learns of its end by writing. */
  private static boolean takesPing(RawClient client) {
    try {
      client.send(ClientFrame.newBuilder().setPing(Ping.getDefaultInstance()).build());
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static RawClient login(NodeProcess node, String scheme, String user, String device) {
    RawClient client =
        scheme.equals("tcp") ? RawClient.tcp(node.tcp()) : RawClient.webSocket(node.webSocket());
    client.login(Tokens.of(node).token(user), device);
    return client;
  }

  private NodeProcess start(String unreadFor) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("slow.conf"),
            "ferry.limits { unread-for = "
                + unreadFor
                + ", requests-per-second = 100000, requests-burst = 100000 }");
    return NodeProcess.in(folder).config(config).start();
  }
}
