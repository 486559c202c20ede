package dev.ferry.server.redis;

import static dev.ferry.server.redis.RedisFixture.PHONE;
import static dev.ferry.server.redis.RedisFixture.SESSION;
import static dev.ferry.server.redis.RedisFixture.done;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.BlockedPage;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.CursorMove;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.Operation;
import dev.ferry.server.model.Privacy;
import dev.ferry.server.model.PrivacyChange;
import dev.ferry.server.model.References;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.Signal;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.Writers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocks, and who may write, on whatever Redis there is. Each test has users of its own. */
@Timeout(180)
abstract class PrivacyContract {
  private static final AtomicInteger USERS = new AtomicInteger();
  private static final int ROUNDS = 60;

  /** Ann is the one who blocks; in half of the tests she comes first in the conversation's id. */
  private final int number = USERS.incrementAndGet();

  final UserId ann = new UserId((number % 2 == 0 ? "ann" : "yan") + number);
  final UserId ben = new UserId("ben" + number);
  final ConversationId talk = ConversationId.direct(ann, ben);

  abstract RedisLink link();

  /** What one node keeps. */
  abstract RedisStore store();

  /** What another one does, on a connection of its own. */
  abstract RedisStore other();

  abstract ScheduledExecutorService timer();

  static Mover by(UserId user) {
    return new Mover(user, PHONE, SESSION);
  }

  OperationFixture saying() {
    return new OperationFixture(store(), talk);
  }

  Privacy block(UserId whom) {
    return done(store().privacy().block(by(ann), whom));
  }

  Privacy unblock(UserId whom) {
    return done(other().privacy().unblock(by(ann), whom));
  }

  void let(Writers writers) {
    done(store().privacy().set(by(ann), Optional.of(writers)));
  }

  CompletionStage<Accepted> sending(UserId sender, UserId to) {
    ConversationId conversation = ConversationId.direct(sender, to);
    return store()
        .log()
        .append(
            new NewMessage(
                conversation,
                sender,
                PHONE,
                SESSION,
                GroupFixture.freshId(),
                null,
                OperationFixture.text("x")));
  }

  static RefusedException assertRefused(Reason reason, CompletionStage<?> stage) {
    RefusedException refused = GroupFixture.refusal(stage);
    assertEquals(reason, refused.reason(), refused.getMessage());
    return refused;
  }

  long headSeq() {
    return done(store().log().page(ann, talk, 1, 200)).headSeq();
  }

  List<String> listed() {
    return done(store().privacy().blocked(ann, 0, 10)).users().stream()
        .map(each -> each.user().value())
        .toList();
  }

  @Test
  void nothingOfTheBlockedIsAppendedUntilItIsUnblocked() {
    saying().say(ben, "one");
    block(ben);
    RefusedException refused = assertRefused(Reason.NOT_ACCEPTED, sending(ben, ann));
    assertEquals("", refused.value());
    assertEquals(1, headSeq());
    assertEquals(ben.value(), assertRefused(Reason.BLOCKED_BY_YOU, sending(ann, ben)).value());
    assertEquals(1, headSeq());
    unblock(ben);
    assertEquals(2, done(sending(ben, ann)).seq());
    assertEquals(3, done(sending(ann, ben)).seq());
  }

  @Test
  void aBlockHoldsInOneDirectionAndForOneUserOnly() {
    UserId cat = new UserId("cat" + number);
    done(store().privacy().block(by(ben), ann));
    assertEquals(1, done(sending(cat, ann)).seq());
    assertEquals(1, done(sending(ben, cat)).seq());
    block(ben);
    assertRefused(Reason.BLOCKED_BY_YOU, sending(ben, ann));
    unblock(ben);
    assertRefused(Reason.NOT_ACCEPTED, sending(ann, ben));
    assertRefused(Reason.BLOCKED_BY_YOU, sending(ben, ann));
  }

  @Test
  void aSendThatWasAcceptedBeforeTheBlockGetsItsFirstAckAgain() {
    NewMessage message = saying().message(ben, OperationFixture.text("x"), References.NONE, null);
    Accepted first = done(store().log().append(message));
    block(ben);
    assertEquals(first, done(other().log().append(message)));
    NewMessage refused = saying().message(ben, OperationFixture.text("y"), References.NONE, null);
    assertRefused(Reason.NOT_ACCEPTED, store().log().append(refused));
    unblock(ben);
    assertEquals(2, done(store().log().append(refused)).seq());
    block(ben);
    assertEquals(2, done(store().log().append(refused)).seq());
  }

  @Test
  void ofOperationsOnlyRecallPassesABlock() {
    OperationFixture talking = saying();
    Accepted own = talking.say(ann, "mine");
    Accepted first = talking.say(ben, "one");
    Accepted second = talking.say(ben, "two");
    block(ben);
    for (Operation.Kind kind : Operation.Kind.values()) {
      if (kind != Operation.Kind.RECALL) {
        talking.assertRefused(Reason.NOT_ACCEPTED, ben, kind, first);
        talking.assertRefused(Reason.BLOCKED_BY_YOU, ann, kind, own);
      }
    }
    talking.assertRefused(Reason.NOT_YOUR_MESSAGE, ben, Operation.Kind.RECALL, own);
    talking.act(ben, Operation.Kind.RECALL, second);
    talking.act(ann, Operation.Kind.RECALL, own);
    assertEquals(5, headSeq());
  }

  @Test
  void anAnswerOfTheBlockedIsRefusedLikeAnyMessage() {
    Accepted one = saying().say(ann, "one");
    block(ben);
    assertRefused(Reason.NOT_ACCEPTED, saying().answering(ben, one.epoch(), one.seq()));
    assertRefused(Reason.NOT_ACCEPTED, saying().answering(ben, one.epoch(), 99));
  }

  @ParameterizedTest
  @EnumSource(Writers.class)
  void whoMayWriteIsAskedForStrangersAndContacts(Writers writers) {
    saying().say(ann, "hello");
    let(writers);
    UserId stranger = new UserId("cat" + number);
    check(writers != Writers.NOBODY, sending(ben, ann));
    check(writers == Writers.EVERYONE, sending(stranger, ann));
    // The user itself writes to whom it likes, and to itself.
    assertTrue(done(sending(ann, stranger)).seq() > 0);
    assertEquals(1, done(sending(ann, ann)).seq());
    // Whom it has written to is a contact.
    check(writers != Writers.NOBODY, sending(stranger, ann));
  }

  private static void check(boolean may, CompletionStage<Accepted> sending) {
    if (may) {
      assertTrue(done(sending).seq() > 0);
    } else {
      RefusedException refused = assertRefused(Reason.NOT_ACCEPTED, sending);
      assertEquals("", refused.value());
    }
  }

  @Test
  void aBlockLooksToTheBlockedAsIfNobodyMayWrite() {
    UserId cat = new UserId("cat" + number);
    done(store().privacy().set(by(cat), Optional.of(Writers.NOBODY)));
    block(ben);
    RefusedException blocked = assertRefused(Reason.NOT_ACCEPTED, sending(ben, ann));
    RefusedException unwanted = assertRefused(Reason.NOT_ACCEPTED, sending(ben, cat));
    String talkOfCat = ConversationId.direct(ben, cat).value();
    assertEquals(
        String.valueOf(unwanted.getMessage()).replace(talkOfCat, "?"),
        String.valueOf(blocked.getMessage()).replace(talk.value(), "?"));
    assertEquals(unwanted.value(), blocked.value());
    assertEquals(unwanted.retryAfter(), blocked.retryAfter());
  }

  @Test
  void whatIsSetHoldsOnAllNodesWithinAMoment() {
    done(sending(ben, ann));
    let(Writers.NOBODY);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !sending(ben, ann).toCompletableFuture().handle(this::passed).join());
    let(Writers.EVERYONE);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> sending(ben, ann).toCompletableFuture().handle(this::passed).join());
  }

  private boolean passed(Accepted accepted, Throwable failure) {
    return failure == null;
  }

  @Test
  void aBlockWithoutAConversationIsNoLog() {
    block(ben);
    assertEquals(0, headSeq());
    assertEquals(0, done(store().log().page(ben, talk, 0, 10)).epoch());
    assertEquals(List.of(), done(store().index().heads(ann, List.of(talk))));
    Head moved = done(store().cursors().move(by(ben), new CursorMove(talk, 0, 5, 5)));
    assertEquals(0, moved.progress().own().read());
    assertEquals(0, moved.epoch());
    assertRefused(Reason.NO_SUCH_MESSAGE, store().reads().edits(ann, talk, 1, 0));
    assertTrue(done(store().index().touched(ann, 0, Long.MAX_VALUE, 10)).entries().isEmpty());
    let(Writers.CONTACTS);
    unblock(ben);
    assertRefused(Reason.NOT_ACCEPTED, sending(ben, ann));
    Accepted first = done(sending(ann, ben));
    assertEquals(1, first.seq());
    assertTrue(first.epoch() > 0);
  }

  @Test
  void theListIsPagedNewestFirstAndHasALimit() {
    List<UserId> users = new ArrayList<>();
    for (int i = 0; i < RedisFixture.BLOCKED_MAX; i++) {
      users.add(new UserId("cat" + i + "of" + number));
      assertEquals(i + 1, block(users.get(i)).blocked());
    }
    RefusedException full = assertRefused(Reason.TOO_MANY, store().privacy().block(by(ann), ben));
    assertEquals("3", full.value());
    assertEquals(1, done(sending(ben, ann)).seq(), "a block that was refused");
    // One that is there is not one more.
    assertEquals(3, block(users.get(2)).blocked());
    BlockedPage first = done(store().privacy().blocked(ann, 0, 2));
    BlockedPage last = done(store().privacy().blocked(ann, first.next(), 2));
    assertEquals(List.of(users.get(2), users.get(1)), names(first));
    assertEquals(List.of(users.get(0)), names(last));
    assertEquals(0, last.next());
    unblock(users.get(1));
    assertEquals(3, block(ben).blocked());
    assertRefused(Reason.NOT_ACCEPTED, sending(ben, ann));
  }

  private static List<UserId> names(BlockedPage page) {
    return page.users().stream().map(BlockedPage.Blocked::user).toList();
  }

  @Test
  void blockingAndUnblockingAgainChangesNothingMore() {
    block(ben);
    block(ben);
    assertEquals(List.of(ben.value()), listed());
    unblock(ben);
    Privacy standing = unblock(ben);
    assertEquals(List.of(), listed());
    assertEquals(0, standing.blocked());
    assertEquals(standing, unblock(new UserId("never" + number)));
    assertEquals(1, done(sending(ben, ann)).seq());
  }

  @Test
  void theUsersDevicesHearOfEachChangeWithRisingVersions() {
    Heard heard = new Heard();
    try (RedisBus bus = new RedisBus(link(), timer())) {
      bus.start(heard, Duration.ofSeconds(10));
      await().until(bus::isConnected);
      done(bus.subscribe(RedisFixture.of(ann)));
      block(ben);
      let(Writers.CONTACTS);
      let(Writers.CONTACTS);
      let(Writers.EVERYONE);
      Privacy last = unblock(ben);
      Topic topic = RedisFixture.of(ann);
      await().until(() -> heard.hints(topic).size() >= 4);
      List<PrivacyChange> changes =
          heard.hints(topic).stream().map(PrivacyChange.class::cast).toList();
      assertEquals(
          List.of("BLOCKED " + ben, "WRITERS CONTACTS", "WRITERS EVERYONE", "UNBLOCKED " + ben),
          changes.stream().map(each -> each.kind() + " " + each.value()).toList());
      assertEquals(by(ann), changes.get(0).by());
      List<Long> versions = changes.stream().map(PrivacyChange::version).toList();
      assertEquals(versions.stream().sorted().distinct().toList(), versions);
      assertEquals(last.version(), versions.get(3));
    }
  }

  @Test
  void signalsPassNoBlockAndGoOnlyToWhoTakesMessages() {
    UserId cat = new UserId("cat" + number);
    done(signalling(ben));
    block(ben);
    assertRefused(Reason.NOT_ACCEPTED, signalling(ben));
    assertRefused(Reason.BLOCKED_BY_YOU, signalling(ann));
    unblock(ben);
    done(signalling(ben));
    done(store().privacy().set(by(cat), Optional.of(Writers.CONTACTS)));
    Signal strange =
        new Signal(ConversationId.direct(ann, cat), ann, PHONE, SESSION, "typing", new byte[0]);
    assertRefused(Reason.NOT_ACCEPTED, store().signals().publish(RedisFixture.of(cat), strange));
  }

  private CompletionStage<Void> signalling(UserId sender) {
    UserId to = sender.equals(ann) ? ben : ann;
    Signal signal = new Signal(talk, sender, PHONE, SESSION, "typing", new byte[0]);
    return store().signals().publish(RedisFixture.of(to), signal);
  }

  @Test
  void afterTheAnswerToABlockNothingOfTheBlockedIsAppended() {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> writeUntil(over));
    try {
      for (int round = 0; round < ROUNDS; round++) {
        long before = headSeq();
        await().until(() -> headSeq() > before);
        done((round % 2 == 0 ? store() : other()).privacy().block(by(ann), ben));
        long head = headSeq();
        for (int i = 0; i < 5; i++) {
          assertRefused(Reason.NOT_ACCEPTED, sending(ben, ann));
        }
        assertEquals(head, headSeq(), "round " + round);
        unblock(ben);
      }
    } finally {
      over.set(true);
    }
    writer.join();
  }

  /** Eight sends at a time, from the other node. */
  private void writeUntil(AtomicBoolean over) {
    while (!over.get()) {
      List<CompletableFuture<?>> sends = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        NewMessage next = saying().message(ben, OperationFixture.text("x"), References.NONE, null);
        sends.add(other().log().append(next).toCompletableFuture().exceptionally(refused -> null));
      }
      CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).join();
    }
  }
}
