package dev.ferry.client.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ClientState;
import dev.ferry.client.Draft;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.message.Mark;
import dev.ferry.client.message.MessageOutcome;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.message.Operation;
import dev.ferry.client.message.Origin;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.SendMessage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Operations, and messages that refer to others, on their way through the outbox. */
class OperationOutboxTest {
  private static final MessageRef TARGET = new MessageRef(CoreFixture.CHAT, 1, 1);
  private final CoreFixture fixture = new CoreFixture();
  private long ids;

  private void operate(Operation.Kind kind, String emoji) {
    fixture.core.send(OutgoingForm.operation(new UUID(5, ++ids), TARGET, kind, emoji), fixture.now);
  }

  @Test
  void anOperationGoesBehindWhatWasSentBeforeIt() {
    fixture.online();
    fixture.send("a");
    operate(Operation.Kind.REACT, "+");
    SendMessage message = fixture.takeSend().getSendMessage();
    SendMessage react = fixture.takeSend().getSendMessage();
    assertEquals(message.getClientMessageId(), react.getAfter());
    assertEquals(1, react.getOperation().getTargetSeq());
    assertEquals(1, react.getOperation().getTargetEpoch());
    assertEquals("+", react.getOperation().getReact().getEmoji());
    assertFalse(react.hasContent());
  }

  @Test
  void anOfflineOperationOutlivesTheProcessAndIsReceivedWithItsAck() {
    operate(Operation.Kind.RECALL, "");
    assertEquals(1, fixture.store.loadOutgoing().size());
    fixture.online();
    fixture.ack(fixture.takeSend(), 1);
    assertTrue(fixture.store.loadOutgoing().isEmpty());
    assertEquals(List.of("1.1"), fixture.messages);
  }

  @Test
  void whatHadNothingToDoIsDoneAndIsNoEntry() {
    fixture.online();
    operate(Operation.Kind.PIN, "");
    fixture.ack(fixture.takeSend(), 0);
    assertEquals(0, fixture.receipts.get(0).seq());
    assertTrue(fixture.store.loadOutgoing().isEmpty());
    assertEquals(List.of(), fixture.messages);
    assertEquals(ClientState.ONLINE, fixture.core.state());
  }

  @Test
  void aMessageIsAnEntryInAnyCase() {
    fixture.online();
    fixture.send("a");
    fixture.ack(fixture.takeSend(), 0);
    assertNotEquals(ClientState.ONLINE, fixture.core.state());
    assertEquals(1, fixture.store.loadOutgoing().size());
  }

  @Test
  void aDraftKeepsWhatItRefersTo() {
    fixture.online();
    Draft draft = Draft.of(MessageContent.text("yes")).replyTo(TARGET).mention("bob").mentionAll();
    draft = draft.expiresAfter(Duration.ofSeconds(30));
    fixture.core.send(OutgoingForm.message(new UUID(5, 1), CoreFixture.CHAT, draft), fixture.now);
    SendMessage sent = fixture.takeSend().getSendMessage();
    assertEquals("yes", sent.getContent().getText());
    assertEquals(1, sent.getReplyToSeq());
    assertEquals(1, sent.getReplyToEpoch());
    assertEquals(List.of("bob"), sent.getMentionsList());
    assertTrue(sent.getMentionAll());
    assertEquals(30_000, sent.getTtlMs());
    assertThrows(
        IllegalArgumentException.class,
        () -> Draft.of(MessageContent.text("x")).expiresAfter(Duration.ZERO));
  }

  @Test
  void theLifeOfAMessageBeginsWithItsAckHoweverLateThatIs() {
    Draft draft = Draft.of(MessageContent.text("x")).expiresAfter(Duration.ofSeconds(2));
    fixture.core.send(OutgoingForm.message(new UUID(5, 1), CoreFixture.CHAT, draft), fixture.now);
    fixture.advanceInSteps(5_000);
    CoreFixture next = new CoreFixture(fixture.store, Integer.MAX_VALUE);
    next.online();
    ClientFrame send = next.takeSend();
    assertEquals(2_000, send.getSendMessage().getTtlMs());
    next.ack(send, 1);
    assertEquals(List.of("1.1"), next.messages);
    // The fixture's server says that it is 1970, also in its acks.
    next.advanceInSteps(2_006);
    assertEquals(List.of(), next.news("expired"));
    next.advanceInSteps(1);
    assertEquals(List.of("expired d/alice/bob#1.1"), next.news("expired"));
  }

  @Test
  void aCopySaysWhoseWordsItHasAlsoToTheOneWhoSentIt() {
    fixture.online();
    ReceivedMessage first =
        new ReceivedMessage(
            "g/team", 1, 4, 44, "bob", "phone", new UUID(0, 4), MessageContent.text("look"));
    ReceivedMessage copied = first.withForwarded(Draft.forward(first).forwarded());
    Draft draft = Draft.forward(copied);
    assertEquals(new Origin("bob", 44, 2), draft.forwarded());
    OutgoingMessage message = OutgoingForm.message(new UUID(5, 1), CoreFixture.CHAT, draft);
    fixture.core.send(message, fixture.now);
    SendMessage sent = fixture.takeSend().getSendMessage();
    assertEquals("bob", sent.getForwarded().getSender());
    assertEquals(2, sent.getForwarded().getHops());
    Message entry =
        OutgoingForm.entry(
            message,
            MessageAck.newBuilder().setSeq(1).build(),
            new CoreOptions("alice", "phone", "test", 1, 1, 1));
    assertEquals(draft.forwarded(), Wire.received(entry).forwarded());
    ReceivedMessage operation = first.withOperation(new Operation(Operation.Kind.PIN, 1, ""));
    assertThrows(IllegalArgumentException.class, () -> Draft.forward(operation));
    MessageOutcome recalled = new MessageOutcome(new Mark(5, 50, "bob"), 0, null, null, List.of());
    assertThrows(
        IllegalArgumentException.class, () -> Draft.forward(first.withOutcome(recalled, 5)));
  }

  /** Each is refused when its turn comes, and those behind it are out of order until then. */
  @Test
  void manyThatAreRefusedOneAfterTheOtherDoNotAddUpToALongWait() {
    fixture.online();
    int count = 20;
    for (int i = 0; i < count; i++) {
      operate(Operation.Kind.REACT, "+");
    }
    for (int i = 0; i < count; i++) {
      ClientFrame first = fixture.takeSend();
      fixture.refuse(first, ErrorCode.NO_SUCH_MESSAGE, Duty.FIX, 0);
      while (!fixture.idle()) {
        fixture.refuse(fixture.takeSend(), ErrorCode.OUT_OF_ORDER, Duty.RETRY, 0);
      }
      fixture.advance(201);
    }
    assertEquals(count, fixture.failures.size());
    assertEquals(0, fixture.core.unackedCount());
  }
}
