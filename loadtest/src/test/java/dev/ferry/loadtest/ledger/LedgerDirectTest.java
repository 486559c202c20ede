package dev.ferry.loadtest.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ReceivedMessage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forged histories of a direct conversation: each kind of violation is named, and alone. */
class LedgerDirectTest {
  private final Stage stage = new Stage();
  private final Conversation talk = stage.ledger.direct("d/alice/bob", "alice", "bob");
  private final Seat alice = stage.ledger.seat(stage.ledger.device("alice", "phone"), talk);
  private final Seat bob = stage.ledger.seat(stage.ledger.device("bob", "phone"), talk);
  private final Seat tablet = stage.ledger.seat(stage.ledger.device("bob", "tablet"), talk);
  private final List<Seat> all = List.of(alice, bob, tablet);

  @BeforeEach
  void nameNodes() {
    alice.device().at("n1");
    bob.device().at("n2");
    tablet.device().at("n3");
  }

  @Test
  void keptPromisesAreClean() {
    UUID first = sent(1);
    UUID second = sent(2);
    assertFalse(stage.ledger.settled());
    show(all, message(first, 1), message(second, 2));
    assertTrue(stage.ledger.settled());
    Verdict verdict = stage.verdict();
    assertTrue(verdict.clean(), verdict.toString());
    assertEquals(List.of(2L, 2L, 0L), List.of(verdict.sent(), verdict.acked(), verdict.unknown()));
    assertEquals(List.of(6L, 6L), List.of(verdict.expected(), verdict.delivered()));
  }

  @Test
  void ownAckCountsAsShown() {
    UUID first = sent(1);
    show(List.of(bob, tablet), message(first, 1));
    assertTrue(stage.ledger.settled());
    UUID reply = bob.send();
    bob.acked(reply, 1, 2);
    UUID third = sent(3);
    show(List.of(alice), Stage.message(bob, reply, 1, 2));
    show(List.of(bob, tablet), Stage.message(bob, reply, 1, 2), message(third, 3));
    assertTrue(stage.ledger.settled());
    assertBreaches(Map.of());
  }

  @Test
  void ackAheadOfWhatIsShownExcusesOnlyTheOwnMessage() {
    UUID first = bob.send();
    bob.acked(first, 1, 1);
    UUID second = sent(2);
    show(List.of(bob, tablet), Stage.message(bob, first, 1, 1), message(second, 2));
    assertFalse(stage.ledger.settled());
    Verdict verdict = assertBreaches(Map.of(Breach.NOT_SHOWN, 1L));
    assertEquals("alice/phone", verdict.stories().get(0).device());
    assertEquals(1, verdict.stories().get(0).seq());
  }

  @Test
  void unknownSendMayBeInTheLogOrNot() {
    alice.send();
    UUID stored = alice.send();
    show(all, message(stored, 1));
    assertEquals(1, assertBreaches(Map.of()).unknown());
  }

  @Test
  void refusedIsCounted() {
    alice.refused(alice.send(), "FORBIDDEN");
    assertEquals(1, assertBreaches(Map.of()).refused());
  }

  @Test
  void refusedYetStored() {
    UUID id = alice.send();
    alice.refused(id, "FORBIDDEN");
    show(all, message(id, 1));
    assertBreaches(Map.of(Breach.REFUSED_YET_STORED, 1L));
  }

  @Test
  void lostToOneDevice() {
    UUID first = sent(1);
    UUID second = sent(2);
    show(List.of(alice, bob), message(first, 1), message(second, 2));
    show(List.of(tablet), message(first, 1));
    assertFalse(stage.ledger.settled());
    Verdict verdict = assertBreaches(Map.of(Breach.NOT_SHOWN, 1L));
    assertEquals(1, verdict.lost());
    Story story = verdict.stories().get(0);
    assertEquals(
        List.of("bob/tablet", "n3", "d/alice/bob", 1L, 2L),
        List.of(story.device(), story.node(), story.conversation(), story.epoch(), story.seq()));
    assertTrue(
        story.text().startsWith("message 2 of alice/phone acked to alice/phone on n1 at"),
        story.text());
  }

  @Test
  void lostInTheMiddle() {
    UUID first = sent(1);
    UUID second = sent(2);
    UUID third = sent(3);
    show(List.of(alice, bob), message(first, 1), message(second, 2), message(third, 3));
    show(List.of(tablet), message(first, 1), message(third, 3));
    assertBreaches(Map.of(Breach.NOT_SHOWN, 1L));
  }

  @Test
  void lostToAllAfterTheAck() {
    sent(1);
    assertBreaches(Map.of(Breach.NOT_SHOWN, 2L));
  }

  @Test
  void holeThatNobodyWasShownIsLostToAll() {
    UUID first = sent(1);
    UUID third = sent(3);
    show(all, message(first, 1), message(third, 3));
    assertBreaches(Map.of(Breach.NOT_SHOWN, 3L));
  }

  @Test
  void deviceThatNeverReadsLosesAll() {
    UUID first = sent(1);
    UUID second = sent(2);
    show(List.of(alice, bob), message(first, 1), message(second, 2));
    assertBreaches(Map.of(Breach.NOT_SHOWN, 2L));
  }

  @Test
  void deviceThatOpensLaterExpectsWhatFollows() {
    UUID first = sent(1);
    UUID second = sent(2);
    show(List.of(alice, bob), message(first, 1), message(second, 2));
    tablet.opened(1, 2);
    assertBreaches(Map.of(Breach.NOT_SHOWN, 1L));
    show(List.of(tablet), message(second, 2));
    assertBreaches(Map.of());
  }

  @Test
  void retryThatWasStoredAgain() {
    UUID first = sent(1);
    UUID second = sent(2);
    show(all, message(first, 1), message(second, 2), message(first, 3));
    assertBreaches(Map.of(Breach.STORED_TWICE, 1L));
  }

  @Test
  void retryThatWasAckedAgainElsewhere() {
    UUID first = sent(1);
    alice.acked(first, 1, 1);
    assertEquals(1, stage.verdict().acked());
    UUID second = sent(2);
    show(all, message(first, 1), message(second, 2));
    assertBreaches(Map.of());
    alice.acked(first, 1, 2);
    assertBreaches(Map.of(Breach.ACKED_TWICE, 1L));
  }

  @Test
  void shownTwice() {
    UUID first = sent(1);
    show(all, message(first, 1));
    show(List.of(bob), message(first, 1));
    Verdict verdict = assertBreaches(Map.of(Breach.SHOWN_TWICE, 1L));
    assertEquals(1, verdict.duplicated());
  }

  @Test
  void shownOutOfOrder() {
    UUID first = sent(1);
    UUID second = sent(2);
    show(List.of(alice, bob), message(first, 1), message(second, 2));
    show(List.of(tablet), message(second, 2), message(first, 1));
    Verdict verdict = assertBreaches(Map.of(Breach.SHOWN_LATE, 1L));
    assertEquals(1, verdict.reordered());
  }

  @Test
  void storedInAnotherOrderThanSent() {
    UUID first = alice.send();
    UUID second = alice.send();
    show(all, message(second, 1), message(first, 2));
    assertBreaches(Map.of(Breach.STORED_LATE, 1L));
  }

  @Test
  void storedInAnotherOrderByAcksAlone() {
    UUID first = alice.send();
    UUID second = alice.send();
    alice.acked(first, 1, 2);
    alice.acked(second, 1, 1);
    show(List.of(bob, tablet), message(second, 1), message(first, 2));
    assertBreaches(Map.of(Breach.STORED_LATE, 1L));
  }

  @Test
  void anotherSenderThanTheOneWhoSent() {
    UUID first = sent(1);
    show(List.of(alice, bob), message(first, 1));
    show(List.of(tablet), Stage.from(alice, bob.device(), first, 1, 1));
    assertEquals(1, assertBreaches(Map.of(Breach.DISAGREEMENT, 1L)).misdelivered());
  }

  @Test
  void anotherSenderToAll() {
    UUID first = alice.send();
    show(all, Stage.from(alice, bob.device(), first, 1, 1));
    assertBreaches(Map.of(Breach.NEVER_SENT, 1L));
  }

  @Test
  void neverSent() {
    show(all, message(new UUID(3, 4), 1));
    assertEquals(1, assertBreaches(Map.of(Breach.NEVER_SENT, 1L)).misdelivered());
  }

  @Test
  void sentInAnotherConversation() {
    Conversation other = stage.ledger.direct("d/alice/carol", "alice", "carol");
    UUID id = stage.ledger.seat(alice.device(), other).send();
    show(all, message(id, 1));
    assertBreaches(Map.of(Breach.NEVER_SENT, 1L));
  }

  @Test
  void sentInAnotherRun() {
    Ledger run = new Ledger(new LedgerOptions(0, Stage.SALT + 1, false), () -> 0);
    Conversation before = run.direct("d/alice/bob", "alice", "bob");
    UUID id = run.seat(run.device("alice", "phone"), before).send();
    show(all, message(id, 1));
    assertBreaches(Map.of(Breach.NEVER_SENT, 1L));
  }

  @Test
  void twoMessagesUnderOneSeq() {
    UUID first = alice.send();
    UUID second = bob.send();
    show(List.of(alice, bob), message(first, 1), Stage.message(bob, second, 1, 2));
    show(List.of(tablet), Stage.message(bob, second, 1, 1), message(first, 2));
    assertEquals(2, assertBreaches(Map.of(Breach.DISAGREEMENT, 2L)).misdelivered());
  }

  @Test
  void ackedInOnePlaceAndStoredAtAnother() {
    UUID first = alice.send();
    UUID second = bob.send();
    show(List.of(alice, bob, tablet), message(first, 1), Stage.message(bob, second, 1, 2));
    alice.acked(first, 1, 2);
    assertBreaches(Map.of(Breach.ACK_DISAGREES, 1L));
  }

  @Test
  void ackedInOnePlaceWhereOthersAreShownSomethingElse() {
    UUID first = sent(1);
    UUID second = bob.send();
    show(List.of(bob, tablet), Stage.message(bob, second, 1, 1), message(first, 2));
    alice.shown(message(first, 2));
    assertEquals(2, stage.breaches().get(Breach.ACK_DISAGREES));
  }

  @Test
  void ackThatComesAfterItsPlaceWasForgotten() {
    UUID late = alice.send();
    show(all, message(late, 1));
    for (long seq = 2; seq < 1_000; seq++) {
      show(all, message(sent(seq), seq));
    }
    alice.acked(late, 1, 2);
    assertBreaches(Map.of(Breach.ACK_DISAGREES, 1L));
  }

  @Test
  void resetIsToldAndAllBeginsAnew() {
    Stage memory = new Stage(0, true);
    Conversation log = memory.ledger.direct("d/a/b", "a", "b");
    Seat a = memory.ledger.seat(memory.ledger.device("a", "x"), log);
    Seat b = memory.ledger.seat(memory.ledger.device("b", "x"), log);
    UUID first = a.send();
    UUID second = a.send();
    a.acked(first, 1, 1);
    a.acked(second, 1, 2);
    b.shown(Stage.message(a, first, 1, 1));
    UUID third = a.send();
    a.acked(third, 2, 2);
    a.reset(1, 2);
    b.reset(1, 2);
    assertFalse(memory.ledger.settled());
    b.opened(2, 1);
    b.shown(Stage.message(a, first, 2, 1));
    b.shown(Stage.message(a, third, 2, 2));
    a.opened(2, 2);
    assertTrue(memory.ledger.settled());
    assertEquals(Map.of(), memory.breaches());
    assertEquals(1, memory.verdict().rolledBack());
  }

  @Test
  void rolledBackThoughItMustNotBe() {
    UUID first = sent(1);
    UUID second = sent(2);
    show(all, message(first, 1), message(second, 2));
    UUID third = alice.send();
    reset(all, 1, 2);
    for (Seat seat : all) {
      seat.shown(Stage.message(alice, first, 2, 1));
      seat.shown(Stage.message(alice, third, 2, 2));
    }
    assertEquals(1, assertBreaches(Map.of(Breach.ROLLED_BACK, 1L)).lost());
  }

  @Test
  void newEpochThatKeptEverythingIsClean() {
    UUID first = sent(1);
    show(all, message(first, 1));
    UUID second = alice.send();
    reset(all, 1, 2);
    all.forEach(seat -> seat.shown(Stage.message(alice, second, 2, 2)));
    assertBreaches(Map.of());
  }

  @Test
  void gapAtTheChangeOfEpoch() {
    UUID first = sent(1);
    show(all, message(first, 1));
    UUID second = alice.send();
    UUID third = alice.send();
    reset(all, 1, 2);
    all.forEach(seat -> seat.opened(2, 2));
    for (Seat seat : List.of(alice, bob)) {
      seat.shown(Stage.message(alice, second, 2, 2));
      seat.shown(Stage.message(alice, third, 2, 3));
    }
    tablet.shown(Stage.message(alice, third, 2, 3));
    assertBreaches(Map.of(Breach.NOT_SHOWN, 1L));
  }

  @Test
  void newEpochWithoutAReset() {
    UUID first = sent(1);
    show(all, message(first, 1));
    UUID second = alice.send();
    reset(List.of(alice, bob), 1, 2);
    all.forEach(seat -> seat.shown(Stage.message(alice, second, 2, 2)));
    assertBreaches(Map.of(Breach.RESET_NOT_TOLD, 1L));
  }

  @Test
  void resetToldTwice() {
    UUID first = sent(1);
    show(all, message(first, 1));
    UUID second = alice.send();
    reset(all, 1, 2);
    all.forEach(seat -> seat.shown(Stage.message(alice, second, 2, 2)));
    tablet.reset(1, 2);
    assertBreaches(Map.of(Breach.RESET_TWICE, 1L));
  }

  @Test
  void entryOfTheOldEpochAfterTheReset() {
    UUID first = sent(1);
    show(List.of(alice, bob), message(first, 1));
    tablet.opened(1, 1);
    UUID second = alice.send();
    reset(all, 1, 2);
    all.forEach(seat -> seat.shown(Stage.message(alice, second, 2, 2)));
    show(List.of(tablet), message(first, 1));
    assertBreaches(Map.of(Breach.OLD_EPOCH, 1L));
  }

  @Test
  void deviceThatIsNotToldOfTheNewEpochLosesIt() {
    UUID first = sent(1);
    show(all, message(first, 1));
    UUID second = alice.send();
    reset(List.of(alice, bob), 1, 2);
    List.of(alice, bob).forEach(seat -> seat.shown(Stage.message(alice, second, 2, 2)));
    assertFalse(stage.ledger.settled());
    assertBreaches(Map.of(Breach.NOT_SHOWN, 1L));
  }

  @Test
  void onlyTheFirstStoriesAreTold() {
    for (long seq = 1; seq <= 50; seq++) {
      sent(seq);
    }
    Verdict verdict = assertBreaches(Map.of(Breach.NOT_SHOWN, 100L));
    assertEquals(20, verdict.stories().size());
    assertEquals(1, verdict.stories().get(0).seq());
  }

  /** Alice sends a message, which is acked at this seq. */
  private UUID sent(long seq) {
    UUID id = alice.send();
    alice.acked(id, 1, seq);
    return id;
  }

  private ReceivedMessage message(UUID id, long seq) {
    return Stage.message(alice, id, 1, seq);
  }

  private static void show(List<Seat> seats, ReceivedMessage... entries) {
    for (Seat seat : seats) {
      List.of(entries).forEach(seat::shown);
    }
  }

  private static void reset(List<Seat> seats, long from, long to) {
    seats.forEach(seat -> seat.reset(from, to));
  }

  private Verdict assertBreaches(Map<Breach, Long> breaches) {
    Verdict verdict = stage.verdict();
    assertEquals(breaches, verdict.breaches(), verdict.toString());
    return verdict;
  }
}
