package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.ALICE;
import static dev.ferry.server.redis.RedisFixture.BOB;
import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.SESSION;
import static dev.ferry.server.redis.RedisFixture.TALK;
import static dev.ferry.server.redis.RedisFixture.done;
import static dev.ferry.server.redis.RedisFixture.of;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Cursor;
import dev.ferry.server.model.CursorMove;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.Progress;
import dev.ferry.server.model.Touched;
import dev.ferry.server.model.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cursors of direct conversations, and what they make of entries that count. */
class CursorsIT {
  private static final int ENTRIES_MAX = 1000;

  @TempDir Path data;
  private RedisFixture redis;
  private long epoch;

  @BeforeEach
  void start() {
    redis = new RedisFixture(data, Durability.DISK, ENTRIES_MAX);
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  private Accepted send(UserId sender, long number, boolean silent) {
    Content content = new Content("text", new byte[0], "x", silent);
    ClientMessageId id = RedisFixture.id(number);
    Accepted place =
        done(redis.log.append(new NewMessage(TALK, sender, PHONE, SESSION, id, null, content)));
    epoch = place.epoch();
    return place;
  }

  private Head move(UserId user, long delivered, long read) {
    return move(user, epoch, delivered, read);
  }

  private Head move(UserId user, long ofEpoch, long delivered, long read) {
    Mover mover = new Mover(user, PHONE, SESSION);
    return done(redis.store.cursors().move(mover, new CursorMove(TALK, ofEpoch, delivered, read)));
  }

  private Progress progress(UserId user) {
    return done(redis.store.index().heads(user, List.of(TALK))).get(0).progress();
  }

  @Test
  void silentMessagesDoNotCount() {
    assertEquals(1, send(ALICE, 1, false).count());
    assertEquals(1, send(ALICE, 2, true).count());
    assertEquals(2, send(ALICE, 3, false).count());
    List<LogEntry> entries = done(redis.log.page(ALICE, TALK, 1, 10)).entries();
    assertEquals(
        List.of(1L, 1L, 2L), entries.stream().map(entry -> entry.place().count()).toList());
    assertEquals(
        List.of(false, true, false),
        entries.stream().map(entry -> entry.content().silent()).toList());
  }

  @Test
  void repeatedSendGetsTheCountOfTheFirst() {
    Accepted first = send(ALICE, 1, false);
    send(ALICE, 2, false);
    assertEquals(first, send(ALICE, 1, false));
  }

  @Test
  void sendingMovesTheSendersCursorToTheMessage() {
    send(ALICE, 1, false);
    send(BOB, 1, false);
    Cursor alice = new Cursor(1, 1, 1);
    Cursor bob = new Cursor(2, 2, 2);
    assertEquals(new Progress(2, alice, bob), progress(ALICE));
    assertEquals(new Progress(2, bob, alice), progress(BOB));
  }

  @Test
  void cursorsGoForwardAndNeverBack() {
    for (int n = 1; n <= 4; n++) {
      send(ALICE, n, n == 2);
    }
    assertEquals(new Cursor(3, 0, 0), move(BOB, 3, 0).progress().own());
    assertEquals(new Cursor(3, 2, 1), move(BOB, 0, 2).progress().own());
    assertEquals(new Cursor(3, 2, 1), move(BOB, 1, 1).progress().own());
    assertEquals(new Cursor(4, 4, 3), move(BOB, 0, 4).progress().own(), "read is delivered");
    assertEquals(new Cursor(4, 4, 3), progress(ALICE).peer());
  }

  @Test
  void cursorBeyondTheHeadGoesToTheHead() {
    send(ALICE, 1, false);
    Head head = move(BOB, 1L << 50, 1L << 50);
    assertEquals(new Cursor(1, 1, 1), head.progress().own());
    assertEquals(1, head.seq());
  }

  @Test
  void inAnotherEpochNothingMoves() {
    send(ALICE, 1, false);
    assertEquals(Cursor.NONE, move(BOB, epoch + 1, 1, 1).progress().own());
    assertEquals(Cursor.NONE, move(BOB, epoch - 1, 1, 1).progress().own());
    assertEquals(epoch, move(BOB, 1, 1, 1).epoch());
  }

  @Test
  void conversationWithoutALogHasNoCursors() {
    Head head = move(BOB, 1, 1, 1);
    assertEquals(0, head.epoch());
    assertEquals(Progress.NONE, head.progress());
    assertEquals(0, done(redis.link.commands().exists(Keys.meta(TALK))));
  }

  @Test
  void readingWhatTheLogHasNoLongerMovesOnlyDelivered() {
    for (int n = 1; n <= 4; n++) {
      send(ALICE, n, false);
    }
    done(redis.link.commands().xtrim(Keys.log(TALK), 1));
    assertEquals(new Cursor(2, 0, 0), move(BOB, 2, 2).progress().own());
    assertEquals(new Cursor(4, 4, 4), move(BOB, 0, 4).progress().own());
  }

  @Test
  void bothUsersHearOfAMoveOnceAndOfNoneThatMovesNothing() {
    send(ALICE, 1, false);
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(redis.link, redis.timer)) {
      bus.start(heard, Duration.ofSeconds(10));
      done(bus.subscribe(of(ALICE)));
      done(bus.subscribe(of(BOB)));
      move(BOB, 1, 0);
      move(BOB, 1, 0);
      move(BOB, epoch - 1, 1, 1);
      move(BOB, 0, 1);
      Mover bob = new Mover(BOB, PHONE, SESSION);
      List<Hint> expected =
          List.of(
              new Hint.CursorMoved(TALK, bob, epoch, new Cursor(1, 0, 0)),
              new Hint.CursorMoved(TALK, bob, epoch, new Cursor(1, 1, 1)));
      await().until(() -> heard.hints(of(ALICE)).equals(expected));
      await().until(() -> heard.hints(of(BOB)).equals(expected));
    }
  }

  @Test
  void whoWasAwayLearnsOfAMoveByComparingHeads() {
    send(ALICE, 1, false);
    move(BOB, 1, 1);
    for (UserId user : List.of(ALICE, BOB)) {
      Touched marked = done(redis.store.index().touched(user, 1, Long.MAX_VALUE, 10));
      assertEquals(2, marked.entries().size(), "touch and mark");
      assertEquals(TALK, marked.entries().get(0).conversation());
      assertEquals(List.of(TALK), redis.conversationsOf(user), "the list is as it was");
    }
  }

  @Test
  void notesToSelfAreRead() {
    UserId one = new UserId("one");
    NewMessage note =
        new NewMessage(
            ConversationId.direct(one, one),
            one,
            new DeviceId("pad"),
            SESSION,
            RedisFixture.id(1),
            null,
            new Content("text", new byte[0], "x"));
    Accepted place = done(redis.log.append(note));
    Head head = done(redis.store.index().heads(one, List.of(note.conversation()))).get(0);
    assertEquals(place.count(), head.progress().own().readCount());
  }
}
