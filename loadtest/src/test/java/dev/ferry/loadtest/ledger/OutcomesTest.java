package dev.ferry.loadtest.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.HistoryPage;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.message.Mark;
import dev.ferry.client.message.MessageOutcome;
import dev.ferry.client.message.Operation;
import dev.ferry.client.message.Reaction;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forged histories of what is done to messages, and of what devices and pages make of it. */
class OutcomesTest {
  private static final MessageContent FIRST = MessageContent.text("first");
  private static final MessageContent SECOND = MessageContent.text("second");

  private static final Operation HELD_BACK = new Operation(Operation.Kind.EDIT, 1, "");

  private final Stage stage = new Stage();
  private final Conversation talk = stage.ledger.direct("d/alice/bob", "alice", "bob");
  private final Seat alice = stage.ledger.seat(stage.ledger.device("alice", "phone"), talk);
  private final Seat bob = stage.ledger.seat(stage.ledger.device("bob", "phone"), talk);
  private final List<Seat> both = List.of(alice, bob);
  private long head;

  /** Alice's message 1, edited by 2 and 3, with a reaction of Bob by 4. */
  @BeforeEach
  void sendAndOperate() {
    both.forEach(Seat::watchOutcomes);
    UUID id = alice.send();
    alice.acked(id, 1, ++head);
    both.forEach(seat -> seat.shown(Stage.message(alice, id, 1, 1)));
    operate(alice, Operation.Kind.EDIT, "", FIRST, both);
    operate(alice, Operation.Kind.EDIT, "", SECOND, both);
    operate(bob, Operation.Kind.REACT, "+", MessageContent.NONE, both);
  }

  private void operate(
      Seat by, Operation.Kind kind, String emoji, MessageContent content, List<Seat> shownTo) {
    UUID id = by.send();
    long seq = ++head;
    by.operated(id, 1, seq, Deed.of(kind, 1, emoji, by.device().user(), content));
    shownTo.forEach(seat -> seat.shown(entry(by, id, seq, new Operation(kind, 1, emoji), content)));
  }

  private static ReceivedMessage entry(
      Seat by, UUID id, long seq, Operation operation, MessageContent content) {
    return new ReceivedMessage(
            "d/alice/bob", 1, seq, seq, by.device().user(), by.device().name(), id, content)
        .withOperation(operation);
  }

  private void page(MessageContent content, MessageOutcome outcome) {
    ReceivedMessage message =
        new ReceivedMessage("d/alice/bob", 1, 1, 1, "alice", "phone", new UUID(1, 1), content)
            .withOutcome(outcome, head);
    HistoryPage page = new HistoryPage("d/alice/bob", 1, 1, head, List.of(message));
    stage.ledger.page(bob.device(), talk, page);
  }

  private static MessageOutcome edited(int times, Reaction... reactions) {
    Mark mark = new Mark(3, 3, "alice");
    return new MessageOutcome(null, times, mark, null, List.of(reactions));
  }

  private static Reaction ofBob() {
    return new Reaction("+", 1, List.of("bob"), true);
  }

  @Test
  void rightOutcomesAreClean() {
    page(SECOND, edited(2, ofBob()));
    Verdict verdict = stage.verdict();
    assertTrue(verdict.clean(), verdict.toString());
    assertEquals(3, verdict.checks().outcomes());
    assertEquals(4, verdict.acked());
  }

  @Test
  void deviceThatMissesAnOperationIsFound() {
    operate(alice, Operation.Kind.RECALL, "", MessageContent.NONE, List.of(alice));
    Verdict verdict = stage.verdict();
    assertEquals(Map.of(Breach.OUTCOME_WRONG, 1L, Breach.NOT_SHOWN, 1L), verdict.breaches());
    assertEquals(1, verdict.outcomes());
  }

  @Test
  void pageThatShowsAnotherEditIsFound() {
    page(FIRST, edited(2, ofBob()));
    Verdict verdict = stage.verdict();
    assertEquals(Map.of(Breach.PAGE_WRONG, 1L), verdict.breaches());
    Story story = verdict.stories().get(0);
    assertEquals(List.of("bob/phone", 1L), List.of(story.device(), story.seq()));
    assertTrue(story.text().contains("(by what was done: edits: 2, last by 3"), story.text());
  }

  @Test
  void pageThatCountsAnEditTwiceIsFound() {
    page(SECOND, edited(3, ofBob()));
    assertEquals(Map.of(Breach.PAGE_WRONG, 1L), stage.breaches());
  }

  @Test
  void pageWithoutTheReactionIsFound() {
    page(SECOND, edited(2));
    assertEquals(Map.of(Breach.PAGE_WRONG, 1L), stage.breaches());
  }

  @Test
  void pageThatSaysThatSomebodyElsesReactionIsOwnIsFound() {
    page(SECOND, edited(2, new Reaction("+", 1, List.of("bob"), false)));
    assertEquals(Map.of(Breach.PAGE_WRONG, 1L), stage.breaches());
  }

  @Test
  void pageThatStillShowsWhatWasRecalledIsFound() {
    operate(alice, Operation.Kind.RECALL, "", MessageContent.NONE, both);
    page(SECOND, edited(2, ofBob()));
    assertEquals(Map.of(Breach.PAGE_WRONG, 1L), stage.breaches());
  }

  @Test
  void pageOnWhichAnUntouchedMessageIsTouchedIsFound() {
    UUID id = alice.send();
    alice.acked(id, 1, ++head);
    both.forEach(seat -> seat.shown(Stage.message(alice, id, 1, head)));
    ReceivedMessage plain = Stage.message(alice, id, 1, head);
    ReceivedMessage touched = plain.withOutcome(edited(1), head);
    stage.ledger.page(
        bob.device(), talk, new HistoryPage("d/alice/bob", 1, 1, head, List.of(touched)));
    assertEquals(Map.of(Breach.PAGE_WRONG, 1L), stage.breaches());
  }

  @Test
  void operationThatWasStoredAsAnotherIsFound() {
    UUID id = bob.send();
    bob.operated(id, 1, 5, Deed.of(Operation.Kind.UNREACT, 1, "+", "bob", MessageContent.NONE));
    ReceivedMessage other =
        entry(bob, id, 5, new Operation(Operation.Kind.REACT, 1, "+"), MessageContent.NONE);
    both.forEach(seat -> seat.shown(other));
    Map<Breach, Long> breaches = stage.breaches();
    assertEquals(2, breaches.get(Breach.OPERATION_DISAGREES));
  }

  @Test
  void wordsOfAnEditMayBeHeldBackWhenTheMessageWasRecalled() {
    UUID edit = alice.send();
    alice.operated(edit, 1, 5, Deed.of(Operation.Kind.EDIT, 1, "", "alice", FIRST));
    both.forEach(seat -> seat.shown(entry(alice, edit, 5, HELD_BACK, MessageContent.RECALLED)));
    head = 5;
    operate(alice, Operation.Kind.RECALL, "", MessageContent.NONE, both);
    assertEquals(Map.of(), stage.breaches());
  }

  @Test
  void wordsOfAnEditMayNotBeHeldBackOtherwise() {
    UUID edit = alice.send();
    alice.operated(edit, 1, 5, Deed.of(Operation.Kind.EDIT, 1, "", "alice", FIRST));
    both.forEach(seat -> seat.shown(entry(alice, edit, 5, HELD_BACK, MessageContent.RECALLED)));
    assertEquals(Map.of(Breach.OUTCOME_WRONG, 2L), stage.breaches());
  }

  @Test
  void operationThatChangedNothingIsAckedAndNoEntry() {
    bob.changedNothing(bob.send());
    Verdict verdict = stage.verdict();
    assertTrue(verdict.clean(), verdict.toString());
    assertEquals(5, verdict.acked());
    assertEquals(0, verdict.unknown());
  }

  @Test
  void onlyTheNewestMessagesAreKept() {
    Outcomes outcomes = talk.outcomes();
    for (long target = 10; target < 10 + 2 * Outcomes.TARGETS_MAX; target++) {
      Deed deed = Deed.of(Operation.Kind.EDIT, target, "", "alice", FIRST);
      outcomes.learn(1, 1_000 + target, deed);
    }
    // What is done to one that was forgotten is not taken for all that was done to it.
    page(FIRST, edited(7));
    assertEquals(Map.of(), stage.breaches());
  }

  @Test
  void operationsDoNotCountAsUnread() {
    assertEquals(1, talk.log(1).counting(1, head));
  }
}
