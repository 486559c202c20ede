package dev.ferry.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ferry.client.message.DeletedForMe;
import dev.ferry.client.message.Mark;
import dev.ferry.client.message.MessageOutcome;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.message.Operation;
import dev.ferry.client.message.Reaction;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an app holds of a conversation, whatever order entries and pages come in. */
class TimelineTest {
  private final Timeline timeline = new Timeline("alice", 3);

  private static ReceivedMessage message(long epoch, long seq, String sender, String text) {
    return new ReceivedMessage(
        "d/alice/bob", epoch, seq, seq, sender, "d", new UUID(0, seq), MessageContent.text(text));
  }

  private static ReceivedMessage operation(
      long seq, String sender, Operation.Kind kind, long target, String words) {
    boolean edit = kind == Operation.Kind.EDIT;
    return message(1, seq, sender, edit ? words : "")
        .withOperation(new Operation(kind, target, edit ? "" : words));
  }

  private MessageOutcome outcome(long seq) {
    ReceivedMessage message = timeline.message(seq);
    assertNotNull(message);
    return message.outcome();
  }

  @Test
  void whatTheUserHasDeletedForItselfIsNotKept() {
    timeline.add(message(2, 1, "bob", "one"));
    timeline.add(message(2, 2, "bob", "two"));
    timeline.add(message(2, 3, "bob", "three"));
    timeline.delete(DeletedForMe.upTo("d/alice/bob", 1, 3));
    timeline.delete(DeletedForMe.message("d/alice/carol", 2, 2));
    assertEquals(3, timeline.messages().size());
    timeline.delete(DeletedForMe.message("d/alice/bob", 2, 2));
    assertNull(timeline.message(2));
    timeline.delete(DeletedForMe.upTo("d/alice/bob", 2, 2));
    assertNull(timeline.message(1));
    assertNotNull(timeline.message(3));
    assertNull(timeline.add(message(2, 3, "bob", "three").withDeletedForMe()));
    assertEquals(List.of(), timeline.messages());
  }

  @Test
  void operationsAreAppliedOnceInTheirOrder() {
    timeline.add(message(1, 1, "bob", "one"));
    ReceivedMessage react = operation(2, "alice", Operation.Kind.REACT, 1, "+");
    timeline.add(react);
    assertNull(timeline.add(react), "nothing changed");
    timeline.add(operation(3, "bob", Operation.Kind.REACT, 1, "+"));
    timeline.add(operation(4, "bob", Operation.Kind.EDIT, 1, "two"));
    timeline.add(operation(5, "bob", Operation.Kind.PIN, 1, ""));
    assertEquals(
        new MessageOutcome(
            null,
            1,
            new Mark(4, 4, "bob"),
            new Mark(5, 5, "bob"),
            List.of(new Reaction("+", 2, List.of("alice", "bob"), true))),
        outcome(1));
    assertEquals("two", timeline.messages().get(0).content().text());
    timeline.add(operation(6, "alice", Operation.Kind.UNREACT, 1, "+"));
    timeline.add(operation(7, "alice", Operation.Kind.UNPIN, 1, ""));
    assertEquals(List.of(new Reaction("+", 1, List.of("bob"), false)), outcome(1).reactions());
    assertNull(outcome(1).pinned());
    timeline.add(operation(8, "bob", Operation.Kind.UNREACT, 1, "+"));
    assertEquals(List.of(), outcome(1).reactions());
  }

  @Test
  void aRecalledMessageLosesAllAndTakesNothing() {
    timeline.add(message(1, 1, "bob", "one"));
    timeline.add(operation(2, "alice", Operation.Kind.REACT, 1, "+"));
    timeline.add(operation(3, "bob", Operation.Kind.RECALL, 1, ""));
    timeline.add(operation(4, "bob", Operation.Kind.EDIT, 1, "two"));
    assertEquals(new MessageOutcome(new Mark(3, 3, "bob"), 0, null, null, List.of()), outcome(1));
    assertEquals(MessageContent.RECALLED.text(), timeline.messages().get(0).content().text());
  }

  private static ReceivedMessage expiring(long seq, String text) {
    return message(1, seq, "bob", text).withTtl(10);
  }

  @Test
  void anExpiredMessageLosesAllAndTakesNothing() {
    timeline.add(expiring(1, "one"));
    timeline.add(operation(2, "alice", Operation.Kind.REACT, 1, "+"));
    assertEquals(11, timeline.messages().get(0).expiresAtMs());
    assertNotNull(timeline.expire(timeline.messages().get(0).ref()));
    assertNull(timeline.expire(timeline.messages().get(0).ref()), "nothing changed");
    timeline.add(operation(3, "bob", Operation.Kind.EDIT, 1, "two"));
    assertEquals(MessageOutcome.EXPIRED, outcome(1));
    assertEquals(MessageContent.EXPIRED.text(), timeline.messages().get(0).content().text());
    MessageOutcome known = new MessageOutcome(null, 1, null, null, List.of());
    timeline.add(expiring(1, "one").withOutcome(known, 9));
    assertEquals(MessageOutcome.EXPIRED, outcome(1), "a page from before says nothing new");
    assertNull(timeline.expire(new MessageRef("d/alice/bob", 2, 1)), "of another life");
  }

  @Test
  void aPageTellsThatAMessageHasExpiredThoughNothingWasWrittenSince() {
    timeline.add(expiring(1, "one"));
    timeline.add(expiring(1, "").withOutcome(MessageOutcome.EXPIRED, 1));
    assertEquals(MessageOutcome.EXPIRED, outcome(1));
  }

  @Test
  void aRecallThatIsHeardOfLateStands() {
    timeline.add(expiring(1, "one"));
    timeline.expire(11);
    timeline.add(operation(2, "bob", Operation.Kind.RECALL, 1, ""));
    assertEquals(new MessageOutcome(new Mark(2, 2, "bob"), 0, null, null, List.of()), outcome(1));
    assertEquals(MessageContent.RECALLED.text(), timeline.messages().get(0).content().text());
    assertEquals(List.of(), timeline.expire(100), "recalled it stays");
  }

  @Test
  void timeExpiresThoseThatItHasComeFor() {
    timeline.add(expiring(1, "one"));
    timeline.add(expiring(2, "two"));
    timeline.add(message(1, 3, "bob", "for good"));
    assertEquals(List.of(), timeline.expire(10));
    assertEquals(1, timeline.expire(11).size());
    assertEquals("two", timeline.messages().get(1).content().text());
    assertEquals(1, timeline.expire(1_000).size());
    assertEquals("for good", timeline.messages().get(2).content().text());
  }

  @Test
  void whatAPageKnowsIsNotAppliedAgainAndWhatItDoesNotKnowIs() {
    MessageOutcome known =
        new MessageOutcome(
            null, 0, null, null, List.of(new Reaction("+", 1, List.of("bob"), false)));
    timeline.add(message(1, 1, "bob", "one").withOutcome(known, 5));
    timeline.add(operation(4, "bob", Operation.Kind.REACT, 1, "+"));
    assertEquals(known, outcome(1));
    timeline.add(operation(6, "carol", Operation.Kind.REACT, 1, "+"));
    assertEquals(2, outcome(1).reactions().get(0).count());
    timeline.add(message(1, 1, "bob", "one").withOutcome(known, 5));
    assertEquals(2, outcome(1).reactions().get(0).count(), "an older page takes nothing back");
  }

  @Test
  void operationsOfAPageWaitForThoseBeforeThem() {
    timeline.add(message(1, 1, "bob", "one"));
    ReceivedMessage edit = operation(2, "bob", Operation.Kind.EDIT, 1, "two");
    ReceivedMessage react = operation(3, "bob", Operation.Kind.REACT, 1, "+");
    timeline.add(new HistoryPage("d/alice/bob", 1, 1, 3, List.of(react)));
    timeline.add(edit);
    timeline.add(react);
    assertEquals(1, outcome(1).edits());
    assertEquals(1, outcome(1).reactions().size());
  }

  @Test
  void thoseWhoReactedLastAreNamed() {
    timeline.add(message(1, 1, "bob", "one"));
    List<String> users = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      users.add("u" + i);
      timeline.add(operation(2 + i, "u" + i, Operation.Kind.REACT, 1, "+"));
    }
    assertEquals(new Reaction("+", 12, users.subList(2, 12), false), outcome(1).reactions().get(0));
  }

  @Test
  void aNewLifeOfTheLogTakesThePlaceOfTheOld() {
    timeline.add(message(1, 1, "bob", "old"));
    timeline.add(message(2, 1, "bob", "new"));
    assertNull(timeline.add(message(1, 2, "bob", "late")));
    assertEquals(1, timeline.messages().size());
    timeline.reset(3);
    assertNull(timeline.newest());
    assertNull(timeline.add(message(2, 2, "bob", "late")));
  }

  @Test
  void theNewestAreKept() {
    for (int seq = 1; seq <= 5; seq++) {
      timeline.add(message(1, seq, "bob", "text"));
    }
    assertNull(timeline.add(message(1, 1, "bob", "older than all")));
    assertNull(timeline.message(2));
    assertEquals(3, timeline.messages().size());
    assertThrows(IllegalArgumentException.class, () -> new Timeline("alice", 0));
  }
}
