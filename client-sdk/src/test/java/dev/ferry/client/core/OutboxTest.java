package dev.ferry.client.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ferry.client.Draft;
import dev.ferry.client.FerryException;
import dev.ferry.client.MessageContent;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final CoreFixture fixture = new CoreFixture();

  private List<String> chain() {
    List<String> chain = new ArrayList<>();
    for (ClientFrame frame : fixture.sent) {
      chain.add(
          number(frame.getSendMessage().getAfter())
              + ">"
              + number(frame.getSendMessage().getClientMessageId()));
    }
    return chain;
  }

  private static String number(ByteString id) {
    return id.isEmpty() ? "" : String.valueOf(id.byteAt(15));
  }

  @Test
  void sendNamesThePrecedingUnackedOne() {
    fixture.online();
    fixture.send("a");
    fixture.send("b");
    fixture.send("c");
    assertEquals(List.of(">1", "1>2", "2>3"), chain());
    fixture.ack(fixture.takeSend(), 1);
    fixture.ack(fixture.takeSend(), 2);
    fixture.ack(fixture.takeSend(), 3);
    fixture.send("d");
    assertEquals(List.of(">4"), chain());
  }

  @Test
  void messageIsKeptBeforeItIsSentAndForgottenWhenAcked() {
    fixture.send("offline");
    assertEquals(1, fixture.store.loadOutgoing().size());
    fixture.online();
    fixture.ack(fixture.takeSend(), 1);
    assertTrue(fixture.store.loadOutgoing().isEmpty());
    assertEquals(1, fixture.receipts.get(0).seq());
    assertEquals(List.of("1.1"), fixture.messages);
  }

  @Test
  void windowBoundsTheUnackedOfAConversation() {
    fixture.unackedMax = 2;
    fixture.online();
    for (String text : List.of("a", "b", "c", "d")) {
      fixture.send(text);
    }
    assertEquals(List.of("a", "b"), fixture.texts());
    ClientFrame a = fixture.takeSend();
    ClientFrame b = fixture.takeSend();
    fixture.ack(b, 2);
    assertTrue(fixture.idle(), "the window is counted from the first unacked one");
    fixture.ack(a, 1);
    assertEquals(List.of("c", "d"), fixture.texts());
  }

  @Test
  void callsOfAllConversationsStayBelowTheLimit() {
    fixture.callsMax = 5;
    fixture.online();
    for (int i = 0; i < 9; i++) {
      UUID id = new UUID(1, i);
      fixture.core.send(
          OutgoingForm.message(id, "d/alice/u" + i, Draft.of(MessageContent.text("x"))),
          fixture.now);
    }
    assertEquals(3, fixture.sent.size());
    fixture.answer(fixture.takeSend(), CoreFixture.error(ErrorCode.FORBIDDEN, Duty.FIX, 0));
    assertEquals(3, fixture.sent.size());
  }

  @Test
  void outOfOrderResendsFromTheFirstUnackedInOrder() {
    fixture.online();
    fixture.send("a");
    fixture.send("b");
    fixture.send("c");
    ClientFrame a = fixture.takeSend();
    ClientFrame b = fixture.takeSend();
    ClientFrame c = fixture.takeSend();
    fixture.refuse(a, ErrorCode.UNAVAILABLE, Duty.RETRY, 300);
    fixture.refuse(b, ErrorCode.OUT_OF_ORDER, Duty.RETRY, 0);
    fixture.advance(600);
    assertTrue(fixture.idle(), "all answers are awaited first");
    fixture.refuse(c, ErrorCode.OUT_OF_ORDER, Duty.RETRY, 0);
    assertEquals(List.of(">1", "1>2", "2>3"), chain());
  }

  @Test
  void retryWaitsForTheHint() {
    fixture.online();
    fixture.send("a");
    fixture.refuse(fixture.takeSend(), ErrorCode.RATE_LIMITED, Duty.RETRY, 300);
    fixture.send("b");
    fixture.advance(299);
    assertTrue(fixture.idle());
    fixture.advanceInSteps(201);
    assertEquals(List.of(">1", "1>2"), chain());
  }

  @Test
  void refusedSendFailsAndItsSuccessorsAreRelinked() {
    fixture.online();
    fixture.send("a");
    fixture.send("b");
    fixture.send("c");
    ClientFrame a = fixture.takeSend();
    fixture.refuse(fixture.takeSend(), ErrorCode.FORBIDDEN, Duty.FIX, 0);
    assertEquals("FORBIDDEN", fixture.failures.get(0).code());
    assertEquals(FerryException.Kind.REFUSED, fixture.failures.get(0).kind());
    fixture.refuse(fixture.takeSend(), ErrorCode.OUT_OF_ORDER, Duty.RETRY, 0);
    fixture.ack(a, 1);
    fixture.advanceInSteps(400);
    assertEquals(List.of(">3"), chain());
    assertEquals(1, fixture.store.loadOutgoing().size());
  }

  @Test
  void tooLargeContentIsRefusedWithoutSending() {
    fixture.online();
    fixture.send("x".repeat(1_001));
    fixture.send("y".repeat(1_000));
    assertEquals("CONTENT_TOO_LARGE", fixture.failures.get(0).code());
    assertEquals(1, fixture.sent.size());
    assertEquals(List.of(">2"), chain());
  }

  @Test
  void lostConnectionResendsTheSameIdsInOrder() {
    fixture.online();
    fixture.send("a");
    fixture.send("b");
    fixture.core.closed(fixture.connection, "broke", null, fixture.now);
    fixture.reconnected().loggedIn();
    assertEquals(List.of(">1", "1>2"), chain());
  }

  @Test
  void laterLifeSendsWhatAnEarlierOneLeft() {
    fixture.send("a");
    fixture.send("b");
    fixture.core.close(fixture.now);
    assertEquals(FerryException.Kind.CLOSED, fixture.failures.get(0).kind());
    CoreFixture later = new CoreFixture(fixture.store, 100);
    later.online();
    assertEquals(List.of("a", "b"), later.texts());
  }

  @Test
  void ackedMessageStaysKeptUntilThoseBeforeItAreAcked() {
    fixture.online();
    fixture.send("a");
    fixture.send("b");
    ClientFrame a = fixture.takeSend();
    fixture.ack(fixture.takeSend(), 2);
    assertEquals(2, fixture.store.loadOutgoing().size());
    assertEquals(1, fixture.receipts.size());
    fixture.ack(a, 1);
    assertTrue(fixture.store.loadOutgoing().isEmpty());
  }

  @Test
  void ownMessageSeenInAPageCountsAsAck() {
    fixture.online();
    UUID id = fixture.send("a");
    fixture.core.closed(fixture.connection, "broke", null, fixture.now);
    fixture.reconnected().loggedIn(CoreFixture.head(1, 1));
    MessagePage page =
        MessagePage.newBuilder()
            .setConversation(CoreFixture.CHAT)
            .setEpoch(1)
            .setHeadSeq(1)
            .setFirstSeq(1)
            .addMessages(
                CoreFixture.message(1, 1).toBuilder()
                    .setSender("alice")
                    .setSenderDevice("phone")
                    .setClientMessageId(Wire.bytes(id))
                    .setContent(Content.newBuilder().setType("text").setText("a")))
            .build();
    fixture.answer(fixture.takeFetch(), ServerFrame.newBuilder().setMessagePage(page));
    assertEquals(id, fixture.receipts.get(0).clientMessageId());
    fixture.ack(fixture.takeSend(), 1);
    assertEquals(1, fixture.receipts.size());
    assertEquals(List.of("1.1"), fixture.messages);
  }

  @Test
  void fullOutboxRefuses() {
    for (int i = 0; i < 1_001; i++) {
      fixture.send("x");
    }
    assertEquals(1, fixture.failures.size());
    assertEquals(FerryException.Kind.OUTBOX_FULL, fixture.failures.get(0).kind());
    assertEquals(1_000, fixture.store.loadOutgoing().size());
  }

  @Test
  void slowModeIsWaitedForInOrder() {
    fixture.online();
    fixture.send("a");
    fixture.send("b");
    fixture.refuse(fixture.takeSend(), ErrorCode.SLOW_MODE, Duty.RETRY, 400);
    fixture.refuse(fixture.takeSend(), ErrorCode.OUT_OF_ORDER, Duty.RETRY, 0);
    fixture.advance(399);
    assertTrue(fixture.idle());
    fixture.advanceInSteps(201);
    assertEquals(List.of(">1", "1>2"), chain());
  }

  @Test
  void mutedAndForbiddenSendsFail() {
    fixture.online();
    fixture.send("a");
    fixture.refuse(fixture.takeSend(), ErrorCode.MUTED, Duty.FIX, 0);
    fixture.send("b");
    fixture.refuse(fixture.takeSend(), ErrorCode.FORBIDDEN, Duty.FIX, 0);
    assertEquals("MUTED", fixture.failures.get(0).code());
    assertEquals("FORBIDDEN", fixture.failures.get(1).code());
    assertTrue(fixture.store.loadOutgoing().isEmpty());
  }
}
