package dev.ferry.client.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ClientState;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.client.store.Position;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.CompareHeads;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReceivingTest {
  private final CoreFixture fixture = new CoreFixture();

  private static InMemoryStore storeAt(long epoch, long seq) {
    InMemoryStore store = new InMemoryStore();
    store.savePosition(CoreFixture.CHAT, new Position(epoch, seq));
    return store;
  }

  private @Nullable Position position() {
    return fixture.store.loadPositions().get(CoreFixture.CHAT);
  }

  private void compareHeads(Head... heads) {
    fixture.receive(ServerFrame.newBuilder().setCompareHeads(CompareHeads.getDefaultInstance()));
    fixture.advance(500);
    fixture.answer(
        fixture.take(ClientFrame.BodyCase.FETCH_HEADS),
        ServerFrame.newBuilder().setHeads(Heads.newBuilder().addAllHeads(List.of(heads))));
  }

  @Test
  void pushesAreAppliedOnceAndInOrder() {
    fixture.online();
    for (long seq : new long[] {1, 1, 3, 2, 2, 3, 4}) {
      fixture.push(1, seq);
    }
    assertEquals(List.of("1.1", "1.2", "1.3", "1.4"), fixture.messages);
    assertEquals(new Position(1, 4), position());
    fixture.advance(200);
    assertTrue(fixture.idle(), "nothing lacks");
  }

  @Test
  void holeIsHeldThenPulledUpToWhatIsKept() {
    fixture.online();
    fixture.push(1, 1);
    fixture.push(1, 4);
    fixture.advance(199);
    assertTrue(fixture.idle());
    fixture.advance(1);
    ClientFrame fetch = fixture.takeFetch();
    assertEquals(2, fetch.getFetchMessages().getFromSeq());
    assertEquals(2, fetch.getFetchMessages().getLimit());
    fixture.page(fetch, 1, 1, 2, 3, 4);
    assertEquals(List.of("1.1", "1.2", "1.3", "1.4"), fixture.messages);
    fixture.advance(300);
    assertTrue(fixture.idle());
  }

  @Test
  void bufferOfEarlyPushesIsBounded() {
    fixture.online();
    fixture.push(1, 1);
    for (long seq = 3; seq < 1_000; seq++) {
      fixture.push(1, seq);
    }
    fixture.advance(200);
    fixture.page(fixture.takeFetch(), 1, 1, 2, 2, 999);
    assertEquals(1 + 1 + ConversationTracker.HELD_MAX, fixture.messages.size());
    ClientFrame rest = fixture.takeFetch();
    assertEquals(259, rest.getFetchMessages().getFromSeq());
    fixture.page(rest, 1, 1, 259, 999, 999);
    assertEquals(999, fixture.messages.size());
  }

  @Test
  void pagesAreFollowedUntilTheHead() {
    fixture.online(CoreFixture.head(1, 5));
    fixture.page(fixture.takeFetch(), 1, 1, 1, 2, 5);
    ClientFrame second = fixture.takeFetch();
    assertEquals(3, second.getFetchMessages().getFromSeq());
    fixture.page(second, 1, 1, 3, 5, 5);
    assertEquals(5, fixture.messages.size());
    assertTrue(fixture.idle());
  }

  @Test
  void higherEpochResetsOnceAndPullsTheNewLog() {
    fixture.online(CoreFixture.head(1, 0));
    fixture.push(1, 1);
    fixture.push(2, 2);
    fixture.push(2, 3);
    fixture.push(1, 2);
    fixture.advance(200);
    fixture.page(fixture.takeFetch(), 2, 1, 1, 1, 3);
    assertEquals(List.of("1.1", "reset 1>2", "2.1", "2.2", "2.3"), fixture.messages);
    assertEquals(new Position(2, 3), position());
  }

  @Test
  void anotherEpochInHeadsResetsEvenWhenLower() {
    CoreFixture later = new CoreFixture(storeAt(5, 9), Integer.MAX_VALUE);
    later.online(CoreFixture.head(3, 1));
    later.page(later.takeFetch(), 3, 1, 1, 1, 1);
    assertEquals(List.of("reset 5>3", "3.1"), later.messages);
  }

  @Test
  void pageAskedForBeforeAResetDoesNotResetBack() {
    fixture.online(CoreFixture.head(1, 2));
    ClientFrame old = fixture.takeFetch();
    fixture.push(2, 1);
    fixture.page(old, 1, 1, 1, 2, 2);
    assertEquals(List.of("reset 1>2", "2.1"), fixture.messages);
  }

  @Test
  void headBelowOwnSeqInTheSameEpochIsIgnored() {
    CoreFixture later = new CoreFixture(storeAt(1, 9), 100);
    later.online(CoreFixture.head(1, 4));
    assertTrue(later.idle());
    assertTrue(later.messages.isEmpty());
  }

  @Test
  void trimmedPartIsNotAwaited() {
    CoreFixture later = new CoreFixture(storeAt(1, 2), 100);
    later.online(CoreFixture.head(1, 8));
    later.page(later.takeFetch(), 1, 7, 7, 8, 8);
    assertEquals(List.of("1.7", "1.8"), later.messages);
    assertTrue(later.idle());
  }

  @Test
  void logTrimmedToNothingIsNotAwaited() {
    CoreFixture later = new CoreFixture(storeAt(1, 2), 100);
    later.online(CoreFixture.head(1, 8));
    later.page(later.takeFetch(), 1, 0, 1, 0, 8);
    assertEquals(new Position(1, 8), later.store.loadPositions().get(CoreFixture.CHAT));
    later.push(1, 9);
    assertEquals(List.of("1.9"), later.messages);
  }

  @Test
  void firstSightPullsOnlyTheNewest() {
    CoreFixture small = new CoreFixture(new InMemoryStore(), 3);
    small.online(CoreFixture.head(1, 50));
    ClientFrame fetch = small.takeFetch();
    assertEquals(48, fetch.getFetchMessages().getFromSeq());
    CoreFixture none = new CoreFixture(new InMemoryStore(), 0);
    none.online(CoreFixture.head(1, 50));
    assertTrue(none.idle());
    none.push(1, 51);
    assertEquals(List.of("1.51"), none.messages);
  }

  @Test
  void knownConversationIsPulledWhollyWhateverTheFirstSight() {
    CoreFixture later = new CoreFixture(storeAt(1, 2), 1);
    later.online(CoreFixture.head(1, 50));
    assertEquals(3, later.takeFetch().getFetchMessages().getFromSeq());
  }

  @Test
  void headsAreReadPageByPage() {
    fixture.connected();
    fixture.loggedIn("m", CoreFixture.head("a", 1, 0));
    ClientFrame fetch = fixture.take(ClientFrame.BodyCase.FETCH_HEADS);
    assertEquals("m", fetch.getFetchHeads().getAfter());
    fixture.answer(
        fetch,
        ServerFrame.newBuilder()
            .setHeads(Heads.newBuilder().addHeads(CoreFixture.head("z", 1, 1))));
    assertEquals("z", fixture.takeFetch().getFetchMessages().getConversation());
  }

  @Test
  void compareHeadsFindsAForgottenTail() {
    fixture.online(CoreFixture.head(1, 0));
    compareHeads(CoreFixture.head(1, 2));
    fixture.page(fixture.takeFetch(), 1, 1, 1, 2, 2);
    assertEquals(List.of("1.1", "1.2"), fixture.messages);
    compareHeads(CoreFixture.head(1, 2));
    assertTrue(fixture.idle());
  }

  @Test
  void compareHeadsDuringAComparisonRunsItAgain() {
    fixture.online();
    ServerFrame.Builder compare =
        ServerFrame.newBuilder().setCompareHeads(CompareHeads.getDefaultInstance());
    fixture.receive(compare);
    fixture.advance(500);
    ClientFrame first = fixture.take(ClientFrame.BodyCase.FETCH_HEADS);
    fixture.receive(compare);
    fixture.advance(400);
    assertTrue(fixture.idle());
    fixture.answer(first, ServerFrame.newBuilder().setHeads(Heads.getDefaultInstance()));
    fixture.advance(500);
    fixture.take(ClientFrame.BodyCase.FETCH_HEADS);
  }

  @Test
  void atMostFourPullsAreUnderWay() {
    Head[] heads = new Head[20];
    for (int i = 0; i < heads.length; i++) {
      heads[i] = CoreFixture.head("c" + i, 1, 1);
    }
    fixture.online(heads);
    assertEquals(4, fixture.sent.size());
    fixture.refuse(fixture.takeFetch(), ErrorCode.FORBIDDEN, Duty.FIX, 0);
    assertEquals(4, fixture.sent.size());
  }

  @Test
  void failedPullIsRetriedAfterTheHint() {
    fixture.online(CoreFixture.head(1, 1));
    fixture.refuse(fixture.takeFetch(), ErrorCode.UNAVAILABLE, Duty.RETRY, 400);
    fixture.advance(399);
    assertTrue(fixture.idle());
    fixture.advanceInSteps(201);
    fixture.page(fixture.takeFetch(), 1, 1, 1, 1, 1);
    assertEquals(List.of("1.1"), fixture.messages);
  }

  @Test
  void pageWithoutProgressIsNotAskedForInAHurry() {
    fixture.online(CoreFixture.head(1, 3));
    fixture.page(fixture.takeFetch(), 1, 1, 1, 0, 3);
    assertTrue(fixture.idle());
    fixture.advanceInSteps(500);
    fixture.takeFetch();
  }

  @Test
  void ownAckBeyondAHoleWaitsForIt() {
    fixture.online(CoreFixture.head(1, 0));
    fixture.send("mine");
    fixture.ack(fixture.takeSend(), 2);
    assertTrue(fixture.messages.isEmpty());
    fixture.push(1, 1);
    assertEquals(List.of("1.1", "1.2"), fixture.messages);
  }

  @Test
  void unwantedMessagesArePulledLater() {
    fixture.online(CoreFixture.head(1, 0));
    fixture.core.receive(false, fixture.now);
    for (long seq = 1; seq <= 500; seq++) {
      fixture.push(1, seq);
    }
    fixture.advance(300);
    assertTrue(fixture.messages.isEmpty() && fixture.idle());
    fixture.core.receive(true, fixture.now);
    fixture.page(fixture.takeFetch(), 1, 1, 1, 500, 500);
    assertEquals(500, fixture.messages.size());
  }

  @Test
  void pageOfAnotherConversationIsMalformed() {
    fixture.online(CoreFixture.head("d/alice/zoe", 1, 1));
    ClientFrame fetch = fixture.takeFetch();
    fixture.page(
        fetch.toBuilder()
            .setFetchMessages(fetch.getFetchMessages().toBuilder().setConversation("other"))
            .build(),
        1,
        1,
        1,
        1,
        1);
    assertEquals(ClientState.DISCONNECTED, fixture.core.state());
  }

  @Test
  void positionsAreTakenUpByALaterLife() {
    fixture.online();
    fixture.push(1, 1);
    fixture.push(1, 2);
    CoreFixture later = new CoreFixture(fixture.store, 100);
    later.online(CoreFixture.head(1, 3));
    assertEquals(3, later.takeFetch().getFetchMessages().getFromSeq());
  }

  @Test
  void historyIsAnsweredAndWaitsForAConnection() {
    fixture.ask(Question.history(CoreFixture.CHAT, 0, 5));
    fixture.online();
    ClientFrame fetch = fixture.takeFetch();
    assertEquals(5, fetch.getFetchMessages().getLimit());
    fixture.page(fetch, 1, 1, 1, 3, 3);
    assertEquals(3, ((HistoryPage) fixture.answers.get(0)).messages().size());
    assertTrue(fixture.messages.isEmpty(), "history is not received");
    fixture.ask(Question.history(CoreFixture.CHAT, 0, 5));
    fixture.refuse(fixture.takeFetch(), ErrorCode.FORBIDDEN, Duty.FIX, 0);
    assertEquals("FORBIDDEN", fixture.failures.get(0).code());
  }
}
