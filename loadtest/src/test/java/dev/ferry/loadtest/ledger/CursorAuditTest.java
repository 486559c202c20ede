package dev.ferry.loadtest.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ConversationCursor;
import dev.ferry.client.MessageReceipts;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.group.GroupChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forged histories of cursors: what devices are told of them, and what they show as unread. */
class CursorAuditTest {
  private final Stage stage = new Stage();
  private final Conversation talk = stage.ledger.direct("d/alice/bob", "alice", "bob");
  private final Seat alice = stage.ledger.seat(stage.ledger.device("alice", "phone"), talk);
  private final Seat bob = stage.ledger.seat(stage.ledger.device("bob", "phone"), talk);
  private final Seat tablet = stage.ledger.seat(stage.ledger.device("bob", "tablet"), talk);
  private final List<Seat> all = List.of(alice, bob, tablet);

  /** Alice sends three messages, of which Bob reads two on his phone. */
  @BeforeEach
  void sendAndRead() {
    all.forEach(seat -> seat.view().online(true));
    for (int seq = 1; seq <= 3; seq++) {
      UUID id = alice.send();
      alice.acked(id, 1, seq);
      for (Seat seat : all) {
        seat.shown(Stage.message(alice, id, 1, seq));
      }
    }
    told(alice, "alice", 3, 3);
    bob.view().read(1, 2);
  }

  private static void told(Seat seat, String user, long delivered, long read) {
    seat.cursor(new ConversationCursor("d/alice/bob", user, 1, delivered, read));
  }

  private void tellAll() {
    all.forEach(seat -> told(seat, "alice", 3, 3));
    all.forEach(seat -> told(seat, "bob", 2, 2));
    bob.view().unread(1);
    tablet.view().unread(1);
  }

  private List<Device> behind() {
    List<Device> behind = new ArrayList<>();
    boolean settled = stage.ledger.cursorsSettled(behind::add);
    assertEquals(settled, behind.isEmpty());
    return behind;
  }

  @Test
  void whatWasReportedIsKnownToAll() {
    assertFalse(behind().isEmpty());
    tellAll();
    assertTrue(behind().isEmpty());
    Verdict verdict = stage.verdict();
    assertTrue(verdict.clean(), verdict.toString());
    // Each device knows of both users.
    assertEquals(6, verdict.checks().cursors());
    assertEquals(3, verdict.checks().unread());
  }

  @Test
  void peerWhoIsNotToldIsFound() {
    tellAll();
    bob.view().read(1, 3);
    told(bob, "bob", 3, 3);
    told(tablet, "bob", 3, 3);
    bob.view().unread(0);
    tablet.view().unread(0);
    assertEquals(List.of(alice.device()), behind());
    Verdict verdict = stage.verdict();
    assertEquals(Map.of(Breach.CURSOR_BEHIND, 1L), verdict.breaches());
    assertEquals(1, verdict.cursors());
    Story story = verdict.stories().get(0);
    assertEquals(List.of("alice/phone", 3L), List.of(story.device(), story.seq()));
    assertTrue(
        story.text().contains("of bob: delivered 2, read 2 (reported: delivered 3, read 3)"));
  }

  @Test
  void otherDeviceThatIsNotToldIsFound() {
    tellAll();
    bob.view().read(1, 3);
    told(bob, "bob", 3, 3);
    told(alice, "bob", 3, 3);
    bob.view().unread(0);
    tablet.view().unread(0);
    assertEquals(Map.of(Breach.CURSOR_BEHIND, 1L), stage.breaches());
  }

  @Test
  void cursorThatGoesBackIsFound() {
    tellAll();
    told(alice, "bob", 2, 1);
    assertEquals(Map.of(Breach.CURSOR_BACK, 1L), stage.breaches());
  }

  @Test
  void cursorBeyondWhatAnybodySaidIsFound() {
    tellAll();
    told(alice, "bob", 3, 3);
    assertEquals(Map.of(Breach.CURSOR_AHEAD, 1L), stage.breaches());
  }

  @Test
  void cursorThatTheServerLostIsFoundByWhoComesAnew() {
    tellAll();
    Device visitor = stage.ledger.device("bob", "visitor");
    CursorView view = talk.witness(visitor);
    view.online(true);
    view.told(visitor, new ConversationCursor("d/alice/bob", "alice", 1, 3, 3));
    view.told(visitor, new ConversationCursor("d/alice/bob", "bob", 1, 1, 1));
    view.unread(1);
    assertTrue(behind().isEmpty(), "it has not heard of the conversation yet");
    view.heard();
    Verdict verdict = stage.verdict();
    assertEquals(Map.of(Breach.CURSOR_BEHIND, 1L), verdict.breaches());
    assertTrue(verdict.stories().get(0).text().contains("asked anew"));
  }

  @Test
  void deviceThatIsAwayNeedNotKnow() {
    tellAll();
    tablet.view().online(false);
    bob.view().read(1, 3);
    told(bob, "bob", 3, 3);
    told(alice, "bob", 3, 3);
    bob.view().unread(0);
    assertEquals(Map.of(), stage.breaches());
  }

  @Test
  void wrongUnreadIsFound() {
    tellAll();
    tablet.view().unread(2);
    Verdict verdict = stage.verdict();
    assertEquals(Map.of(Breach.UNREAD_WRONG, 1L), verdict.breaches());
    assertTrue(verdict.stories().get(0).text().contains("shows 2 unread (in the log after 2: 1)"));
  }

  @Test
  void ownMessageReadsWhatIsBeforeIt() {
    UUID id = bob.send();
    bob.acked(id, 1, 4);
    all.forEach(seat -> seat.shown(Stage.message(bob, id, 1, 4)));
    all.forEach(seat -> told(seat, "bob", 4, 4));
    told(bob, "alice", 3, 3);
    told(tablet, "alice", 3, 3);
    alice.view().unread(1);
    assertEquals(Map.of(), stage.breaches());
  }

  @Test
  void sendWithoutAnswerLeavesTheCursorOpen() {
    tellAll();
    bob.send();
    told(alice, "bob", 3, 3);
    Verdict verdict = stage.verdict();
    assertEquals(Map.of(), verdict.breaches());
    assertEquals(2, verdict.checks().skipped());
  }

  @Test
  void conversationThatBeganAnewIsLeftOut() {
    tellAll();
    all.forEach(seat -> seat.reset(1, 2));
    UUID id = alice.send();
    alice.acked(id, 2, 1);
    all.forEach(seat -> seat.shown(Stage.message(alice, id, 2, 1)));
    Verdict verdict = stage.verdict();
    assertEquals(0, verdict.cursors());
    assertEquals(3, verdict.checks().skipped());
  }

  @Test
  void changesOfAGroupDoNotCountAndWhoIsAdmittedHasReadThem() {
    Conversation group = stage.ledger.group("g/team", false);
    Seat owner = stage.ledger.seat(alice.device(), group);
    Seat member = stage.ledger.seat(bob.device(), group);
    List<Seat> both = List.of(owner, member);
    both.forEach(seat -> seat.view().online(true));
    shown(owner, Stage.change(owner, GroupChange.Kind.CREATED, 1, 1, "alice"));
    shown(both, Stage.change(owner, GroupChange.Kind.ADDED, 1, 2, "bob"));
    UUID id = owner.send();
    owner.acked(id, 1, 3);
    shown(both, Stage.message(owner, id, 1, 3));
    shown(both, Stage.change(owner, GroupChange.Kind.SETTINGS, 1, 4, "alice"));
    owner.cursor(new ConversationCursor("g/team", "alice", 1, 3, 3));
    member.cursor(new ConversationCursor("g/team", "bob", 1, 2, 2));
    member.view().unread(1);
    tellAll();
    assertEquals(Map.of(), stage.breaches());
  }

  /** No entry lies between, so what the member may see has no hole. */
  @Test
  void whoIsAdmittedRightAfterItsRemovalHasReadUpToThere() {
    Conversation group = stage.ledger.group("g/team", false);
    Seat owner = stage.ledger.seat(alice.device(), group);
    Seat member = stage.ledger.seat(bob.device(), group);
    List<Seat> both = List.of(owner, member);
    both.forEach(seat -> seat.view().online(true));
    shown(owner, Stage.change(owner, GroupChange.Kind.CREATED, 1, 1, "alice"));
    shown(both, Stage.change(owner, GroupChange.Kind.ADDED, 1, 2, "bob"));
    UUID id = owner.send();
    owner.acked(id, 1, 3);
    shown(both, Stage.message(owner, id, 1, 3));
    shown(both, Stage.change(owner, GroupChange.Kind.REMOVED, 1, 4, "bob"));
    shown(both, Stage.change(owner, GroupChange.Kind.ADDED, 1, 5, "bob"));
    owner.cursor(new ConversationCursor("g/team", "alice", 1, 3, 3));
    member.cursor(new ConversationCursor("g/team", "bob", 1, 5, 5));
    tellAll();
    assertEquals(Map.of(), stage.breaches());
  }

  @Test
  void listsOfReadersAreCompared() {
    tellAll();
    assertEquals(Set.of("alice"), stage.ledger.readers(talk, 1, 3));
    stage.ledger.listed(alice, list(3, "alice"), stage.ledger.readers(talk, 1, 3));
    assertEquals(1, stage.ledger.besides().lists());
    stage.ledger.listed(alice, list(3, "alice", "bob"), Set.of("alice"));
    stage.ledger.listed(alice, list(2, "alice"), stage.ledger.readers(talk, 1, 2));
    Verdict verdict = stage.verdict();
    assertEquals(Map.of(Breach.READERS_WRONG, 2L), verdict.breaches());
    assertTrue(verdict.stories().get(0).text().equals("the list has also [bob]"));
    assertTrue(verdict.stories().get(1).text().equals("the list lacks [bob]"));
  }

  private static MessageReceipts list(long seq, String... readers) {
    return new MessageReceipts("d/alice/bob", 1, seq, 2, List.of(readers), List.of());
  }

  private static void shown(Seat seat, ReceivedMessage entry) {
    seat.shown(entry);
  }

  private static void shown(List<Seat> seats, ReceivedMessage entry) {
    seats.forEach(seat -> seat.shown(entry));
  }
}
