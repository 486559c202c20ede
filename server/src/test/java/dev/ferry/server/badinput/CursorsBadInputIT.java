package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.CursorMove;
import dev.ferry.protocol.v1.CursorsMoved;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.FetchReceipts;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.MoveCursors;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cursors and receipts that are wrong: told so, or documented clamps; the session goes on. */
@Timeout(60)
class CursorsBadInputIT {
  private static final String TALK = "d/alice/bob";

  @TempDir private static Path data;
  private static OneNode node;
  private RawClient client;
  private MessageAck sent = MessageAck.getDefaultInstance();

  @BeforeAll
  static void start() {
    node = OneNode.start(data);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void login() {
    client = node.login(Door.TCP, "alice", "phone");
    sent = client.call(Requests.send(TALK, 1)).getMessageAck();
  }

  @AfterEach
  void theSessionIsStillGood() {
    Expect.alive(client);
    client.close();
  }

  private CursorMove.Builder good() {
    return CursorMove.newBuilder()
        .setConversation(TALK)
        .setEpoch(sent.getEpoch())
        .setDelivered(1)
        .setRead(1);
  }

  private static ClientFrame.Builder moves(CursorMove.Builder... moves) {
    MoveCursors.Builder all = MoveCursors.newBuilder();
    List.of(moves).forEach(all::addMoves);
    return ClientFrame.newBuilder().setMoveCursors(all);
  }

  private Error invalid(ClientFrame.Builder request) {
    return Expect.error(client.call(request), ErrorCode.INVALID_ARGUMENT);
  }

  private static ClientFrame.Builder receipts(String conversation, long seq) {
    return ClientFrame.newBuilder()
        .setFetchReceipts(FetchReceipts.newBuilder().setConversation(conversation).setSeq(seq));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, (1L << 53) + 1})
  void numbersThatNoSeqCanBeAreRefused(long number) {
    String value = Long.toUnsignedString(number);
    assertEquals(value, invalid(moves(good().setDelivered(number))).getValue());
    assertEquals(value, invalid(moves(good().setRead(number))).getValue());
    assertEquals(value, invalid(moves(good().setEpoch(number))).getValue());
    assertEquals(value, invalid(receipts(TALK, number)).getValue());
  }

  @Test
  void moreThanAHundredMovesAreRefused() {
    CursorMove.Builder[] many = new CursorMove.Builder[101];
    for (int n = 0; n < many.length; n++) {
      many[n] = good().setConversation("g/g" + n);
    }
    assertEquals("101", invalid(moves(many)).getValue());
  }

  @Test
  void conversationThatComesTwiceIsRefused() {
    assertEquals(TALK, invalid(moves(good(), good())).getValue());
  }

  @Test
  void conversationOfAWrongFormIsRefused() {
    assertEquals("d/bob/alice", invalid(moves(good().setConversation("d/bob/alice"))).getValue());
  }

  @Test
  void foreignConversationsAreNamedAndTheOthersMove() {
    CursorsMoved moved =
        client
            .call(
                moves(
                    good().setConversation("d/bob/carol"),
                    good().setConversation("g/none"),
                    good()))
            .getCursorsMoved();
    assertEquals(List.of("d/bob/carol", "g/none"), moved.getRefusedList());
    assertEquals(1, moved.getHeadsCount());
    assertEquals(1, moved.getHeads(0).getOwn().getRead());
  }

  @Test
  void cursorBeyondTheHeadGoesToTheHeadAndOneOfAnotherEpochNowhere() {
    RawClient bob = node.login(Door.WEB_SOCKET, "bob", "phone");
    try (bob) {
      CursorMove.Builder far = good().setDelivered(1L << 53).setRead(0);
      assertEquals(0, delivered(bob, far.clone().setEpoch(sent.getEpoch() + 1)));
      assertEquals(sent.getSeq(), delivered(bob, far));
    }
  }

  private static long delivered(RawClient client, CursorMove.Builder move) {
    return client.call(moves(move)).getCursorsMoved().getHeads(0).getOwn().getDelivered();
  }

  @Test
  void receiptsOfWhatIsNotThereOrNotTheAskersAreRefused() {
    assertEquals("0", invalid(receipts(TALK, 0)).getValue());
    assertEquals("2", invalid(receipts(TALK, 2)).getValue());
    Expect.error(client.call(receipts("d/bob/carol", 1)), ErrorCode.FORBIDDEN);
    Expect.error(client.call(receipts("g/none", 1)), ErrorCode.FORBIDDEN);
    assertTrue(client.call(receipts(TALK, 1)).hasReceipts());
  }
}
