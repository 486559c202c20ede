package dev.ferry.loadtest.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.group.GroupChange.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Forged histories of a group: who must and who may be shown what, by its own entries. */
class LedgerGroupTest {
  private final Stage stage = new Stage();
  private final Conversation group = stage.ledger.group("g/talk", false);
  private final Seat owner = seat("owner", group);
  private final Seat bob = seat("bob", group);
  private final Seat carol = seat("carol", group);

  private Seat seat(String user, Conversation conversation) {
    return stage.ledger.seat(stage.ledger.device(user, "phone"), conversation);
  }

  private ReceivedMessage message(long seq) {
    return Stage.message(owner, owner.send(), 1, seq);
  }

  private ReceivedMessage change(long seq, Kind kind, String... users) {
    return Stage.change(owner, kind, 1, seq, users);
  }

  /** Created with bob, a message, carol comes, a message, bob goes, a message, bob returns, one. */
  private List<ReceivedMessage> log() {
    return List.of(
        change(1, Kind.CREATED, "owner", "bob"),
        message(2),
        change(3, Kind.ADDED, "carol"),
        message(4),
        change(5, Kind.REMOVED, "bob"),
        message(6),
        change(7, Kind.JOINED, "bob"),
        message(8));
  }

  @Test
  void whatOthersKnowOfIsMissedUntilItIsShown() {
    List<ReceivedMessage> log = log();
    show(owner, log, 1, 2, 3);
    show(bob, log, 1, 2, 3);
    show(carol, log, 3);
    assertEquals(Map.of("g/talk", new Head(1, 3)), stage.ledger.heads());
    assertTrue(stage.ledger.settled());
    assertTrue(stage.ledger.settled(Map.of("g/talk", new Head(1, 3))));
    assertFalse(stage.ledger.settled(Map.of("g/talk", new Head(1, 4))));
    assertFalse(stage.ledger.settled(Map.of("g/talk", new Head(2, 1))));
    owner.shown(log.get(3));
    show(bob, log, 4);
    show(carol, log, 4);
    assertTrue(stage.ledger.settled(Map.of("g/talk", new Head(1, 4), "g/other", new Head(1, 9))));
  }

  @Test
  void whoIsNoMemberAnyMoreMissesNothing() {
    List<ReceivedMessage> log = log();
    Stage elsewhere = new Stage(1, false);
    Conversation there = elsewhere.ledger.group("g/talk", false);
    Seat gone = elsewhere.ledger.seat(elsewhere.ledger.device("bob", "phone"), there);
    assertFalse(elsewhere.ledger.settled(Map.of("g/talk", new Head(1, 1))));
    show(gone, log, 1, 2, 3, 4, 5);
    assertTrue(elsewhere.ledger.settled(Map.of("g/talk", new Head(1, 6))));
  }

  private static void show(Seat seat, List<ReceivedMessage> log, int... seqs) {
    for (int seq : seqs) {
      seat.shown(log.get(seq - 1));
    }
  }

  private void assertBreaches(Map<Breach, Long> breaches) {
    Verdict verdict = stage.verdict();
    assertEquals(breaches, verdict.breaches(), verdict.toString());
  }

  @Test
  void eachIsShownWhatItWasAMemberFor() {
    List<ReceivedMessage> log = log();
    show(owner, log, 1, 2, 3, 4, 5, 6, 7, 8);
    show(bob, log, 1, 2, 3, 4, 5, 7);
    show(carol, log, 3, 4, 5, 6, 7, 8);
    assertFalse(stage.ledger.settled());
    show(bob, log, 8);
    assertTrue(stage.ledger.settled());
    assertBreaches(Map.of());
    assertEquals(8 + 7 + 6, stage.verdict().expected());
  }

  @Test
  void shownBeforeTheAdmission() {
    List<ReceivedMessage> log = log();
    show(owner, log, 1, 2, 3, 4, 5, 6, 7, 8);
    show(bob, log, 1, 2, 3, 4, 5, 7, 8);
    show(carol, log, 2, 3, 4, 5, 6, 7, 8);
    assertBreaches(Map.of(Breach.NOT_ENTITLED, 1L));
  }

  @Test
  void shownAfterTheRemoval() {
    List<ReceivedMessage> log = log();
    show(owner, log, 1, 2, 3, 4, 5, 6, 7, 8);
    show(bob, log, 1, 2, 3, 4, 5, 6, 7, 8);
    show(carol, log, 3, 4, 5, 6, 7, 8);
    assertBreaches(Map.of(Breach.NOT_ENTITLED, 1L));
  }

  @Test
  void shownWithoutEverBeingAMember() {
    List<ReceivedMessage> log = log();
    show(owner, log, 1, 2, 3, 4, 5, 6, 7, 8);
    show(bob, log, 1, 2, 3, 4, 5, 7, 8);
    show(carol, log, 3, 4, 5, 6, 7, 8);
    Seat stranger = seat("stranger", group);
    assertTrue(stage.ledger.settled());
    assertBreaches(Map.of());
    show(stranger, log, 6);
    assertBreaches(Map.of(Breach.NOT_ENTITLED, 1L));
  }

  @Test
  void acceptedFromSomebodyWhoWasNoMemberThen() {
    List<ReceivedMessage> log = log();
    show(owner, log, 1, 2, 3, 4, 5, 6, 7, 8);
    show(bob, log, 1, 2, 3, 4, 5);
    bob.acked(bob.send(), 1, 6);
    show(bob, log, 7, 8);
    show(carol, log, 3, 4, 5, 6, 7, 8);
    assertEquals(1, stage.verdict().breaches().get(Breach.SENDER_NOT_ENTITLED));
  }

  @Test
  void theRemovalItselfMustBeShown() {
    List<ReceivedMessage> log = log();
    show(owner, log, 1, 2, 3, 4, 5, 6, 7, 8);
    show(bob, log, 1, 2, 3, 4, 7, 8);
    show(carol, log, 3, 4, 5, 6, 7, 8);
    assertBreaches(Map.of(Breach.NOT_SHOWN, 1L));
  }

  @Test
  void missingAfterTheReturn() {
    List<ReceivedMessage> log = log();
    show(owner, log, 1, 2, 3, 4, 5, 6, 7, 8);
    show(bob, log, 1, 2, 3, 4, 5, 8);
    show(carol, log, 3, 4, 5, 6, 7, 8);
    assertBreaches(Map.of(Breach.NOT_SHOWN, 1L));
  }

  @Test
  void admittedButNeverTold() {
    List<ReceivedMessage> log = log();
    show(owner, log, 1, 2, 3, 4, 5, 6, 7, 8);
    show(bob, log, 1, 2, 3, 4, 5, 7, 8);
    assertFalse(stage.ledger.settled());
    assertBreaches(Map.of(Breach.NOT_SHOWN, 6L));
  }

  @Test
  void changeThatNamesOtherUsersToOneDevice() {
    List<ReceivedMessage> log = log();
    show(owner, log, 1, 2, 3, 4, 5, 6, 7, 8);
    show(bob, log, 1, 2, 3, 4, 5, 7, 8);
    carol.shown(change(3, Kind.ADDED, "carol", "dora"));
    show(carol, log, 4, 5, 6, 7, 8);
    assertBreaches(Map.of(Breach.DISAGREEMENT, 1L));
  }

  @Test
  void changeOfAnotherKindToOneDevice() {
    List<ReceivedMessage> log = log();
    show(owner, log, 1, 2, 3, 4, 5, 6, 7, 8);
    show(bob, log, 1, 2, 3, 4);
    bob.shown(change(5, Kind.LEFT, "bob"));
    show(bob, log, 7, 8);
    show(carol, log, 3, 4, 5, 6, 7, 8);
    assertBreaches(Map.of(Breach.DISAGREEMENT, 1L));
  }

  @Test
  void changeThatIsNoChangeToOneDevice() {
    List<ReceivedMessage> log = log();
    show(owner, log, 1, 2, 3, 4, 5, 6, 7, 8);
    show(bob, log, 1, 2, 3, 4, 5, 7, 8);
    show(carol, log, 3, 4);
    carol.shown(message(5));
    show(carol, log, 6, 7, 8);
    assertBreaches(Map.of(Breach.DISAGREEMENT, 1L));
  }

  @Test
  void dismissalEndsAllMemberships() {
    ReceivedMessage created = change(1, Kind.CREATED, "owner", "bob", "carol");
    ReceivedMessage dismissed = change(2, Kind.DISMISSED);
    ReceivedMessage late = message(3);
    for (Seat seat : List.of(owner, bob, carol)) {
      seat.shown(created);
      seat.shown(dismissed);
    }
    assertBreaches(Map.of());
    owner.shown(late);
    assertBreaches(Map.of(Breach.NOT_ENTITLED, 1L));
  }

  @Test
  void membersOfAGroupThatIsOlderThanTheRun() {
    group.members(List.of("owner", "bob"));
    owner.opened(1, 101);
    bob.opened(1, 101);
    List<ReceivedMessage> log = List.of(message(101), change(102, Kind.LEFT, "bob"), message(103));
    show(owner, log, 1, 2, 3);
    show(bob, log, 1, 2);
    assertBreaches(Map.of());
    show(bob, log, 3);
    assertBreaches(Map.of(Breach.NOT_ENTITLED, 1L));
  }

  @Test
  void historyForAllMayBeShownAndNeedNot() {
    Conversation open = stage.ledger.group("g/open", true);
    Seat first = seat("first", open);
    Seat reader = seat("reader", open);
    Seat other = seat("other", open);
    Seat stranger = seat("stranger", open);
    ReceivedMessage created = Stage.change(first, Kind.CREATED, 1, 1, "first");
    ReceivedMessage early = Stage.message(first, first.send(), 1, 2);
    ReceivedMessage added = Stage.change(first, Kind.ADDED, 1, 3, "reader", "other");
    List<ReceivedMessage> log = List.of(created, early, added);
    show(first, log, 1, 2, 3);
    show(reader, log, 2, 3);
    show(other, log, 3);
    assertBreaches(Map.of());
    show(stranger, log, 2);
    assertBreaches(Map.of(Breach.NOT_ENTITLED, 1L));
  }

  @Test
  void historyThatWasForgottenIsStillKnownToBeInTheLog() {
    Conversation open = stage.ledger.group("g/open", true);
    Seat first = seat("first", open);
    first.shown(Stage.change(first, Kind.CREATED, 1, 1, "first"));
    List<ReceivedMessage> early = new ArrayList<>();
    for (long seq = 2; seq <= 500; seq++) {
      early.add(Stage.message(first, first.send(), 1, seq));
    }
    early.forEach(first::shown);
    ReceivedMessage added = Stage.change(first, Kind.ADDED, 1, 501, "reader");
    first.shown(added);
    Seat reader = seat("reader", open);
    reader.opened(1, 2);
    early.forEach(reader::shown);
    reader.shown(added);
    assertBreaches(Map.of());
    Seat again = seat("reader", open);
    again.opened(1, 2);
    again.shown(Stage.message(first, first.send(), 1, 2));
    early.subList(1, early.size()).forEach(again::shown);
    again.shown(added);
    assertBreaches(Map.of(Breach.DISAGREEMENT, 1L));
  }

  @Test
  void membershipsThatWereRolledBackDidNotHappen() {
    Stage memory = new Stage(0, true);
    Conversation log = memory.ledger.group("g/memory", false);
    Seat a = memory.ledger.seat(memory.ledger.device("a", "x"), log);
    Seat b = memory.ledger.seat(memory.ledger.device("b", "x"), log);
    ReceivedMessage created = Stage.change(a, Kind.CREATED, 1, 1, "a", "b");
    ReceivedMessage removed = Stage.change(a, Kind.REMOVED, 1, 2, "b");
    for (Seat seat : List.of(a, b)) {
      seat.shown(created);
      seat.shown(removed);
    }
    ReceivedMessage fresh = Stage.message(a, a.send(), 2, 2);
    a.reset(1, 2);
    a.opened(2, 2);
    a.shown(fresh);
    assertFalse(memory.ledger.settled());
    assertEquals(Map.of(Breach.NOT_SHOWN, 1L), memory.breaches());
    b.reset(1, 2);
    b.opened(2, 2);
    b.shown(fresh);
    assertTrue(memory.ledger.settled());
    assertEquals(Map.of(), memory.breaches());
    assertEquals(1, memory.verdict().rolledBack());
  }
}
