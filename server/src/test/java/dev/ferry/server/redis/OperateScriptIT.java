package dev.ferry.server.redis;

import static dev.ferry.server.model.Operation.Kind.EDIT;
import static dev.ferry.server.model.Operation.Kind.PIN;
import static dev.ferry.server.model.Operation.Kind.REACT;
import static dev.ferry.server.model.Operation.Kind.RECALL;
import static dev.ferry.server.model.Operation.Kind.UNPIN;
import static dev.ferry.server.model.Operation.Kind.UNREACT;
import static dev.ferry.server.redis.RedisFixture.ALICE;
import static dev.ferry.server.redis.RedisFixture.BOB;
import static dev.ferry.server.redis.RedisFixture.TALK;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.MessageOutcome;
import dev.ferry.server.model.MessageOutcome.Mark;
import dev.ferry.server.model.MessageOutcome.Reaction;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.Operation;
import dev.ferry.server.model.Pinned;
import dev.ferry.server.model.RefusedException.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations in a direct conversation of alice and bob. */
class OperateScriptIT {
  private static final int ENTRIES_MAX = 1000;
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private static Path data;
  private static RedisFixture redis;
  private OperationFixture talk;

  @BeforeAll
  static void begin() {
    redis = new RedisFixture(data, Durability.DISK, ENTRIES_MAX);
  }

  @AfterAll
  static void end() {
    redis.close();
  }

  @BeforeEach
  void anew() {
    done(redis.link.commands().flushall());
    talk = new OperationFixture(redis.store, TALK);
  }

  @Test
  void anOperationIsTheNextEntryAndNamesItsMessage() {
    Accepted message = talk.say(ALICE, "hello");
    Accepted recall = talk.act(ALICE, RECALL, message);
    assertEquals(message.seq() + 1, recall.seq());
    assertEquals(message.epoch(), recall.epoch());
    LogEntry entry = talk.entry(BOB, recall.seq());
    assertNotNull(entry.operation());
    assertEquals(RECALL, entry.operation().kind());
    assertEquals(message.seq(), entry.operation().targetSeq());
  }

  @Test
  void nothingOfARecalledMessageNorOfItsEditsIsOnAnyPage() {
    Accepted message = talk.say(ALICE, "secret-1");
    talk.act(ALICE, EDIT, message, "secret-2");
    talk.act(BOB, REACT, message, "👍");
    talk.act(BOB, PIN, message);
    Accepted recall = talk.act(ALICE, RECALL, message);
    for (LogEntry entry : talk.page(BOB).entries()) {
      assertFalse(entry.content().text().contains("secret"), entry.content().text());
    }
    MessageOutcome expected =
        new MessageOutcome(
            new Mark(recall.seq(), recall.timeMs(), ALICE), 0, null, null, List.of());
    assertEquals(expected, talk.outcome(BOB, message));
    assertEquals(0, done(redis.link.commands().exists(Keys.reactors(TALK, message.seq()))));
    assertEquals(0, done(redis.link.commands().zcard(Keys.pins(TALK))));
  }

  @Test
  void theNewestEditStandsInThePlaceOfTheMessage() {
    Accepted message = talk.say(ALICE, "one");
    talk.act(ALICE, EDIT, message, "two");
    Accepted newest = talk.act(ALICE, EDIT, message, "three");
    assertEquals("three", talk.textOf(BOB, message));
    assertEquals(message, talk.entry(BOB, message.seq()).place());
    MessageOutcome outcome = Objects.requireNonNull(talk.outcome(BOB, message));
    assertEquals(2, outcome.edits());
    assertEquals(new Mark(newest.seq(), newest.timeMs(), ALICE), outcome.edited());
  }

  @Test
  void reactionsAreCountedOnceAUserAndSayWhose() {
    Accepted message = talk.say(ALICE, "hello");
    talk.act(ALICE, REACT, message, "👍");
    talk.act(BOB, REACT, message, "👍");
    talk.act(BOB, REACT, message, "🎉");
    assertEquals(0, talk.act(BOB, REACT, message, "🎉").seq());
    assertEquals(
        List.of(
            new Reaction("👍", 2, List.of(ALICE, BOB), true),
            new Reaction("🎉", 1, List.of(BOB), false)),
        reactions(message));
    talk.act(ALICE, UNREACT, message, "👍");
    assertEquals(0, talk.act(ALICE, UNREACT, message, "👍").seq());
    talk.act(BOB, UNREACT, message, "🎉");
    assertEquals(List.of(new Reaction("👍", 1, List.of(BOB), false)), reactions(message));
    talk.act(BOB, UNREACT, message, "👍");
    assertNull(talk.outcome(ALICE, message));
  }

  private List<Reaction> reactions(Accepted message) {
    return Objects.requireNonNull(talk.outcome(ALICE, message)).reactions();
  }

  @Test
  void pinsComeAndGo() {
    Accepted message = talk.say(ALICE, "hello");
    Accepted pin = talk.act(BOB, PIN, message);
    assertEquals(
        new Mark(pin.seq(), pin.timeMs(), BOB),
        Objects.requireNonNull(talk.outcome(ALICE, message)).pinned());
    assertEquals(0, talk.act(ALICE, PIN, message).seq());
    talk.act(ALICE, UNPIN, message);
    assertNull(talk.outcome(ALICE, message));
    assertEquals(0, talk.act(ALICE, UNPIN, message).seq());
  }

  @Test
  void aRepeatedOperationHasTheSameAnswerThoughThingsHaveChanged() {
    Accepted message = talk.say(ALICE, "hello");
    NewMessage react = talk.operation(BOB, REACT, message, "👍");
    NewMessage again = talk.operation(BOB, REACT, message, "👍");
    Accepted first = done(redis.log.append(react));
    Accepted nothing = done(redis.log.append(again));
    assertEquals(0, nothing.seq());
    talk.act(BOB, UNREACT, message, "👍");
    talk.act(ALICE, RECALL, message);
    assertEquals(first, done(redis.log.append(react)));
    assertEquals(nothing, done(redis.log.append(again)));
    assertEquals(4, talk.page(ALICE).headSeq());
  }

  @Test
  void whatIsNoMessageOfThisLogCannotBeOperatedOn() {
    Accepted message = talk.say(ALICE, "hello");
    Accepted pin = talk.act(ALICE, PIN, message);
    Accepted beyond = new Accepted(message.epoch(), 99, 0);
    Accepted otherLife = new Accepted(message.epoch() - 1, message.seq(), 0);
    for (Accepted wrong : List.of(pin, beyond, otherLife)) {
      talk.assertRefused(Reason.NO_SUCH_MESSAGE, ALICE, RECALL, wrong);
      talk.assertRefused(Reason.NO_SUCH_MESSAGE, ALICE, REACT, wrong);
    }
    assertEquals(2, talk.page(ALICE).headSeq());
  }

  @Test
  void onlyTheAuthorRecallsAndEdits() {
    Accepted message = talk.say(ALICE, "hello");
    talk.assertRefused(Reason.NOT_YOUR_MESSAGE, BOB, RECALL, message);
    talk.assertRefused(Reason.NOT_YOUR_MESSAGE, BOB, EDIT, message);
    assertEquals("hello", talk.textOf(BOB, message));
  }

  @Test
  void theAuthorHasTheWindowForIt() {
    Accepted message = talk.say(ALICE, "hello");
    talk.age(redis.link, RedisFixture.AUTHOR_WINDOW.plusMillis(1));
    assertEquals(
        String.valueOf(Duration.ofHours(1).toMillis()),
        talk.assertRefused(Reason.TOO_LATE, ALICE, RECALL, message).value());
    talk.assertRefused(Reason.TOO_LATE, ALICE, EDIT, message);
    talk.act(ALICE, REACT, message, "👍");
  }

  @Test
  void aRecalledMessageTakesNothingMore() {
    Accepted message = talk.say(ALICE, "hello");
    talk.act(ALICE, RECALL, message);
    talk.assertRefused(Reason.MESSAGE_RECALLED, ALICE, EDIT, message);
    talk.assertRefused(Reason.MESSAGE_RECALLED, BOB, REACT, message);
    talk.assertRefused(Reason.MESSAGE_RECALLED, BOB, UNREACT, message);
    talk.assertRefused(Reason.MESSAGE_RECALLED, BOB, PIN, message);
    assertEquals(0, talk.act(ALICE, RECALL, message).seq());
  }

  @Test
  void nothingOfAnExpiredMessageNorOfItsEditsIsOnAnyPage() {
    Accepted message = talk.say(ALICE, "secret-1", HOUR);
    Accepted answer = done(talk.answering(BOB, message.epoch(), message.seq()));
    Accepted edit = talk.act(ALICE, EDIT, message, "secret-2");
    talk.act(BOB, REACT, message, "👍");
    talk.act(BOB, PIN, message);
    talk.age(redis.link, HOUR.minusMinutes(1));
    assertEquals("secret-2", talk.textOf(BOB, message));
    assertEquals(1, Objects.requireNonNull(talk.outcome(BOB, message)).reactions().size());
    talk.age(redis.link, Duration.ofMinutes(1));
    for (LogEntry entry : talk.page(BOB).entries()) {
      assertFalse(entry.content().text().contains("secret"), entry.content().text());
    }
    assertEquals(MessageOutcome.EXPIRED, talk.outcome(BOB, message));
    assertNull(talk.outcome(BOB, edit));
    assertEquals("answer", talk.textOf(ALICE, answer));
    assertEquals(5, talk.page(BOB).headSeq());
  }

  @Test
  void anEditLivesNoLongerThanItsMessage() {
    Accepted message = talk.say(ALICE, "one", HOUR);
    Accepted edit = talk.act(ALICE, EDIT, message, "two");
    assertEquals(
        message.timeMs() + HOUR.toMillis(), edit.timeMs() + talk.entry(BOB, edit.seq()).ttlMs());
    assertEquals(HOUR.toMillis(), talk.entry(BOB, message.seq()).ttlMs());
    assertEquals(1, talk.entry(BOB, edit.seq()).place().count(), "behind the time to live");
  }

  @Test
  void anExpiredMessageTakesNothingMore() {
    Accepted message = talk.say(ALICE, "hello", Duration.ofMinutes(1));
    Accepted other = talk.say(ALICE, "for good");
    NewMessage react = talk.operation(BOB, REACT, message, "👍");
    Accepted first = done(redis.log.append(react));
    talk.age(redis.link, Duration.ofMinutes(1));
    for (Operation.Kind kind : List.of(EDIT, REACT, UNREACT, PIN, UNPIN, RECALL)) {
      assertEquals(
          String.valueOf(message.seq()),
          talk.assertRefused(Reason.NO_SUCH_MESSAGE, ALICE, kind, message).value());
    }
    assertEquals(
        Reason.NO_SUCH_MESSAGE,
        GroupFixture.refusal(talk.answering(BOB, message.epoch(), message.seq())).reason());
    assertEquals(first, done(redis.log.append(react)), "what was done before has its answer");
    assertEquals(3, talk.page(ALICE).headSeq());
    talk.act(ALICE, RECALL, other);
  }

  @Test
  void whatWasRecalledStaysRecalledWhenItsTimeIsOver() {
    Accepted message = talk.say(ALICE, "hello", HOUR);
    Accepted recall = talk.act(ALICE, RECALL, message);
    talk.age(redis.link, HOUR);
    assertEquals(
        recall.seq(),
        Objects.requireNonNull(Objects.requireNonNull(talk.outcome(BOB, message)).recalled())
            .seq());
  }

  @Test
  void pinsOfExpiredMessagesTakeNoRoom() {
    Accepted[] pinned = new Accepted[100];
    for (int n = 0; n < pinned.length; n++) {
      pinned[n] = talk.say(ALICE, "pin me", n == 0 ? HOUR.multipliedBy(2) : HOUR);
      talk.act(ALICE, PIN, pinned[n]);
    }
    Accepted next = talk.say(ALICE, "next");
    talk.assertRefused(Reason.TOO_MANY, ALICE, PIN, next);
    talk.age(redis.link, HOUR);
    talk.act(ALICE, PIN, next);
    assertEquals(
        List.of(pinned[0].seq(), next.seq()),
        done(redis.store.reads().pins(ALICE, TALK)).stream().map(Pinned::seq).toList());
    assertEquals(2, done(redis.link.commands().zcard(Keys.pins(TALK))));
  }

  @Test
  void limitsOfAMessageAndAConversation() {
    Accepted message = talk.say(ALICE, "hello");
    for (int n = 0; n < 20; n++) {
      talk.act(BOB, REACT, message, "r" + n);
    }
    assertEquals("20", talk.assertRefused(Reason.TOO_MANY, BOB, REACT, message).value());
    for (int n = 0; n < 100; n++) {
      talk.act(ALICE, EDIT, message, "edit " + n);
      talk.act(ALICE, PIN, talk.say(ALICE, "pin me"));
    }
    assertEquals("100", talk.assertRefused(Reason.TOO_MANY, ALICE, EDIT, message).value());
    assertEquals("100", talk.assertRefused(Reason.TOO_MANY, ALICE, PIN, message).value());
  }

  @Test
  void anAnswerIsToAMessageThatIsThere() {
    Accepted message = talk.say(ALICE, "question");
    Accepted answer = done(talk.answering(BOB, message.epoch(), message.seq()));
    assertEquals(message.seq(), talk.entry(ALICE, answer.seq()).references().replyToSeq());
    for (long wrong : List.of(99L, talk.act(BOB, PIN, message).seq())) {
      assertEquals(
          Reason.NO_SUCH_MESSAGE,
          GroupFixture.refusal(talk.answering(BOB, message.epoch(), wrong)).reason());
    }
    assertEquals(
        Reason.NO_SUCH_MESSAGE,
        GroupFixture.refusal(talk.answering(BOB, message.epoch() + 1, message.seq())).reason());
  }

  @Test
  void whatTheLogHasNoMoreLeavesNothingBehind() {
    Accepted first = talk.say(ALICE, "old");
    talk.act(BOB, REACT, first, "👍");
    talk.act(BOB, PIN, first);
    for (int n = 0; n < ENTRIES_MAX + 200; n++) {
      talk.say(ALICE, "newer");
    }
    assertTrue(talk.page(ALICE).firstSeq() > first.seq(), "the log was trimmed");
    Accepted kept = talk.say(ALICE, "kept");
    talk.act(BOB, REACT, kept, "👍");
    assertEquals(1, done(redis.link.commands().hlen(Keys.outcomes(TALK))));
    assertEquals(1, done(redis.link.commands().zcard(Keys.operated(TALK))));
    assertEquals(0, done(redis.link.commands().zcard(Keys.pins(TALK))));
    assertEquals(0, done(redis.link.commands().exists(Keys.reactors(TALK, first.seq()))));
    assertEquals(1, done(redis.link.commands().exists(Keys.reactors(TALK, kept.seq()))));
  }

  @Test
  void aPageOfEditedMessagesKeepsItsBytes() {
    String large = "x".repeat(RedisFixture.PAGE_BYTES / 2);
    for (int n = 0; n < 6; n++) {
      talk.act(ALICE, EDIT, talk.say(ALICE, "small"), large);
    }
    int bytes =
        talk.page(BOB).entries().stream().mapToInt(entry -> entry.content().sizeBytes()).sum();
    assertTrue(bytes <= RedisFixture.PAGE_BYTES, "bytes: " + bytes);
  }

  @Test
  void anOperationCostsOneCommandAndAPublishForEachUser() {
    Accepted message = talk.say(ALICE, "hello");
    talk.act(BOB, REACT, message, "warm");
    done(redis.link.commands().configResetstat());
    for (int n = 0; n < 10; n++) {
      talk.act(BOB, REACT, message, "r" + n);
    }
    String stats = done(redis.link.commands().info("commandstats"));
    assertEquals(10, RedisFixture.calls(stats, "evalsha"));
    assertEquals(10, RedisFixture.calls(stats, "xadd"));
    assertEquals(20, RedisFixture.calls(stats, "spublish"));
  }
}
