package dev.ferry.server.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.FetchMessages;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.SendMessage;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Nodes;
import dev.ferry.server.testkit.RawClient;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** P2: a client message id is one entry and one ack, on whichever node it is tried. */
@Tag("faults")
@Timeout(180)
class RetryIT {
  private static final int OTHERS = 250;
  private static final int RACES = 50;
  private static final int PIPELINED = 40;
  private static final long NONE = 0;

  @TempDir static Path folder;
  private static EmbeddedRedis redis;
  private static Nodes nodes;

  private String alice;
  private String conversation;

  @BeforeAll
  static void start() {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    nodes = Nodes.start(folder, 2, redis.uri().toString());
  }

  @AfterAll
  static void stop() {
    nodes.close();
    redis.close();
  }

  /** Users of its own for each test; a node that an earlier one killed is started again. */
  @BeforeEach
  void prepare(TestInfo test) {
    alice = "alice-" + Integer.toHexString(test.getDisplayName().hashCode());
    conversation = "d/" + alice + "/bob";
    if (!nodes.get(0).isAlive()) {
      nodes.get(0).start();
    }
  }

  @Test
  void retryOnAnotherNodeGivesTheSameAck() {
    try (RawClient first = nodes.login(0, alice, "phone")) {
      MessageAck ack = ack(first.call(send(1, NONE)));
      assertEquals(1, ack.getSeq());
      assertTrue(ack.getEpoch() > 0 && ack.getTimeMs() > 0, ack.toString());
      assertEquals(ack, ack(first.call(send(1, NONE))));
      try (RawClient second = nodes.login(1, alice, "phone")) {
        assertEquals(ack, ack(second.call(send(1, NONE))));
        assertLogHolds(second, List.of(1L));
        assertEquals(2, ack(second.call(send(2, NONE))).getSeq());
      }
    }
  }

  @Test
  void retryAfterTheFirstNodeWasKilledGivesTheSameAck() {
    MessageAck ack;
    try (RawClient first = nodes.login(0, alice, "phone")) {
      ack = ack(first.call(send(1, NONE)));
      nodes.get(0).kill();
    }
    try (RawClient second = nodes.login(1, alice, "phone")) {
      assertEquals(ack, ack(second.call(send(1, NONE))));
      assertLogHolds(second, List.of(1L));
    }
  }

  @Test
  void sendsThatWereUnderWayWhenTheNodeWasKilledAreInTheLogOnceAndInOrder() {
    Map<Long, MessageAck> acked = new TreeMap<>();
    try (RawClient first = nodes.login(0, alice, "phone")) {
      for (long number = 1; number <= PIPELINED; number++) {
        first.send(send(number, number - 1).setRequestId(number).build());
      }
      while (acked.size() < PIPELINED / 2) {
        ServerFrame answer = first.next();
        acked.put(answer.getRequestId(), ack(answer));
      }
      nodes.get(0).kill();
    }
    List<Long> all = new ArrayList<>();
    try (RawClient second = nodes.login(1, alice, "phone")) {
      for (long number = 1; number <= PIPELINED; number++) {
        MessageAck again = ack(second.call(send(number, number - 1)));
        assertEquals(acked.getOrDefault(number, again), again);
        all.add(number);
      }
      assertLogHolds(second, all);
    }
  }

  @Test
  void retryAfterManyMessagesOfAnotherDeviceGivesTheSameAck() {
    try (RawClient first = nodes.login(0, alice, "phone");
        RawClient tablet = nodes.login(0, alice, "tablet")) {
      MessageAck ack = ack(first.call(send(1, NONE)));
      for (long number = 1_000; number < 1_000 + OTHERS; number++) {
        ack(tablet.call(send(number, NONE)));
      }
      assertEquals(ack, ack(first.call(send(1, NONE))));
      try (RawClient second = nodes.login(1, alice, "phone")) {
        assertEquals(ack, ack(second.call(send(1, NONE))));
        assertEquals(OTHERS + 1, page(second, OTHERS + 1).getHeadSeq());
        assertEquals(OTHERS + 2, ack(second.call(send(2, NONE))).getSeq());
      }
    }
  }

  /** The older session sends while the newer one takes its place, and then sends the same. */
  @Test
  void triesThatRaceOnTwoNodesAreOneEntry() {
    RawClient older = nodes.login(0, alice, "phone");
    for (int i = 0; i < RACES; i++) {
      conversation = "d/" + alice + "/bob" + i;
      ClientFrame frame = send(1, NONE).setRequestId(1_000 + i).build();
      RawClient newer = RawClient.tcp(nodes.get((i + 1) % 2).tcp());
      String token = nodes.tokens().token(alice);
      ClientFrame login = RawClient.loginFrame(token, "phone").setRequestId(1).build();
      newer.send(login);
      Optional<MessageAck> before = ackUnlessReplaced(older, frame);
      assertTrue(answer(newer, 1).hasLoggedIn());
      newer.send(frame);
      MessageAck ack = ack(answer(newer, frame.getRequestId()));
      assertEquals(1, ack.getSeq());
      before.ifPresent(earlier -> assertEquals(ack, earlier));
      assertLogHolds(newer, List.of(1L));
      older.close();
      older = newer;
    }
    older.close();
  }

  private static Optional<MessageAck> ackUnlessReplaced(RawClient client, ClientFrame frame) {
    try {
      client.send(frame);
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
    ServerFrame answer = client.next();
    while (answer.getRequestId() != frame.getRequestId() && !answer.hasError()) {
      answer = client.next();
    }
    if (answer.hasError()) {
      assertEquals(ErrorCode.SESSION_REPLACED, answer.getError().getCode(), answer.toString());
      return Optional.empty();
    }
    return Optional.of(ack(answer));
  }

  /**
   * Sends message {@code number}; {@code after} is the number of the one before it, or {@link
   * #NONE}.
   */
  private ClientFrame.Builder send(long number, long after) {
    return ClientFrame.newBuilder()
        .setSendMessage(
            SendMessage.newBuilder()
                .setConversation(conversation)
                .setClientMessageId(RawClient.messageId(number))
                .setAfter(after == NONE ? ByteString.EMPTY : RawClient.messageId(after))
                .setContent(Content.newBuilder().setType("text").setText("message " + number)));
  }

  /** The answer to a call, past the pushes that a session gets of what another one sent. */
  private static ServerFrame answer(RawClient client, long requestId) {
    ServerFrame frame = client.next();
    while (frame.getRequestId() != requestId) {
      frame = client.next();
    }
    return frame;
  }

  private static MessageAck ack(ServerFrame answer) {
    assertTrue(answer.hasMessageAck(), () -> "not an ack: " + answer);
    return answer.getMessageAck();
  }

  private void assertLogHolds(RawClient client, List<Long> numbers) {
    MessagePage page = page(client, 1);
    List<ByteString> expected = numbers.stream().map(RawClient::messageId).toList();
    assertEquals(
        expected, page.getMessagesList().stream().map(Message::getClientMessageId).toList());
    assertEquals(numbers.size(), page.getHeadSeq());
  }

  private MessagePage page(RawClient client, long fromSeq) {
    ServerFrame answer =
        client.call(
            ClientFrame.newBuilder()
                .setFetchMessages(
                    FetchMessages.newBuilder().setConversation(conversation).setFromSeq(fromSeq)));
    assertTrue(answer.hasMessagePage(), () -> "not a page: " + answer);
    assertFalse(answer.getMessagePage().getMessagesList().isEmpty());
    return answer.getMessagePage();
  }
}
