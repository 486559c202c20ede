package dev.ferry.client.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.store.InMemoryStore;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.CompareHeads;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From which version heads are asked, in this life and in a later one. */
class HeadsSyncTest {
  private final CoreFixture fixture = new CoreFixture();

  private static Heads.Builder heads(long version, Head... heads) {
    return Heads.newBuilder().setVersion(version).addAllHeads(List.of(heads));
  }

  private static void answer(CoreFixture fixture, ClientFrame fetch, Heads.Builder page) {
    fixture.answer(fetch, ServerFrame.newBuilder().setHeads(page));
  }

  private ClientFrame compareHeads() {
    fixture.receive(ServerFrame.newBuilder().setCompareHeads(CompareHeads.getDefaultInstance()));
    fixture.advance(500);
    return fixture.take(ClientFrame.BodyCase.FETCH_HEADS);
  }

  /** The version that a login names after the connection broke. */
  private long sinceOfNextLogin() {
    fixture.core.closed(fixture.connection, "broke", null, fixture.now);
    fixture.sent.clear();
    fixture.reconnected();
    return fixture.sent.element().getLogin().getHeadsSince();
  }

  private long saved() {
    return fixture.store.loadHeadsVersion();
  }

  private static long since(ClientFrame fetch) {
    return fetch.getFetchHeads().getSince();
  }

  @Test
  void firstLoginAsksForAllAndALaterLifeFromWhatWasSaved() {
    fixture.connected();
    assertEquals(0, fixture.sent.element().getLogin().getHeadsSince());
    fixture.loggedIn(heads(100));
    assertEquals(100, saved());
    CoreFixture later = new CoreFixture(fixture.store, 100);
    later.connected();
    assertEquals(100, later.sent.element().getLogin().getHeadsSince());
  }

  @Test
  void versionIsOfTheFirstPageAndCountsWhenAllPagesHaveCome() {
    fixture.connected();
    fixture.loggedIn(heads(100).setNext("p"));
    assertEquals(0, saved());
    ClientFrame second = fixture.take(ClientFrame.BodyCase.FETCH_HEADS);
    assertEquals(0, since(second));
    answer(fixture, second, heads(0).setNext("q"));
    assertEquals(0, saved());
    answer(fixture, fixture.take(ClientFrame.BodyCase.FETCH_HEADS), heads(0));
    assertEquals(100, saved());
  }

  @Test
  void sinceIsTheSameOnAllPagesOfAComparison() {
    fixture.connected();
    fixture.loggedIn(heads(100));
    ClientFrame first = compareHeads();
    assertEquals(100, since(first));
    answer(fixture, first, heads(200).setNext("p"));
    ClientFrame second = fixture.take(ClientFrame.BodyCase.FETCH_HEADS);
    assertEquals(100, since(second));
    answer(fixture, second, heads(0));
    assertEquals(200, since(compareHeads()));
  }

  @Test
  void comparisonThatTheConnectionCutDoesNotCount() {
    fixture.connected();
    fixture.loggedIn(heads(100).setNext("p"));
    assertEquals(0, sinceOfNextLogin());
    assertEquals(0, saved());
  }

  @Test
  void comparisonThatWasRefusedDoesNotCount() {
    fixture.connected();
    fixture.loggedIn(heads(100).setNext("p"));
    ClientFrame second = fixture.take(ClientFrame.BodyCase.FETCH_HEADS);
    fixture.refuse(second, ErrorCode.INVALID_ARGUMENT, Duty.FIX, 0);
    assertEquals(0, saved());
    assertEquals(0, since(compareHeads()));
  }

  @Test
  void versionServesThisLifeAtOnceAndALaterOneWhenNothingLacks() {
    fixture.connected();
    fixture.loggedIn(heads(100, CoreFixture.head(1, 2)));
    assertEquals(0, saved());
    assertEquals(100, sinceOfNextLogin());
    fixture.loggedIn(heads(150));
    assertEquals(0, saved(), "what an earlier connection told of still lacks");
    fixture.page(fixture.takeFetch(), 1, 1, 1, 2, 2);
    assertEquals(150, saved());
  }

  @Test
  void versionIsSavedAfterThePositions() {
    InMemoryStore store = fixture.store;
    fixture.connected();
    fixture.loggedIn(heads(100, CoreFixture.head(1, 2)));
    fixture.page(fixture.takeFetch(), 1, 1, 1, 2, 2);
    assertEquals(List.of("position 1.0", "position 1.2", "heads 100"), fixture.saves);
    assertEquals(100, store.loadHeadsVersion());
  }

  @Test
  void pauseOfReceivingIsNoEndOfLacking() {
    fixture.online();
    fixture.core.receive(false, fixture.now);
    ClientFrame fetch = compareHeads();
    answer(fixture, fetch, heads(100));
    assertEquals(100, saved());
    fixture.push(1, 1);
    answer(fixture, compareHeads(), heads(200));
    assertEquals(100, saved());
    fixture.core.receive(true, fixture.now);
    fixture.page(fixture.takeFetch(), 1, 1, 1, 1, 1);
    assertEquals(200, saved());
  }

  @Test
  void refusalThatMayPassKeepsTheVersionBackAndIsPulledAgainAtTheNextComparison() {
    fixture.connected();
    fixture.loggedIn(heads(100, CoreFixture.head(1, 1)));
    fixture.refuse(fixture.takeFetch(), ErrorCode.INVALID_ARGUMENT, Duty.FIX, 0);
    fixture.advance(900);
    assertTrue(fixture.idle());
    assertEquals(0, saved());
    fixture.core.closed(fixture.connection, "broke", null, fixture.now);
    fixture.reconnected().loggedIn(heads(200));
    fixture.page(fixture.takeFetch(), 1, 1, 1, 1, 1);
    assertEquals(200, saved());
  }

  @Test
  void forbiddenConversationIsGivenUpUntilSomethingNewerIsHeard() {
    fixture.connected();
    fixture.loggedIn(heads(100, CoreFixture.head("g/team", 1, 5)));
    fixture.refuse(fixture.takeFetch(), ErrorCode.FORBIDDEN, Duty.FIX, 0);
    assertEquals(100, saved());
    ClientFrame fetch = compareHeads();
    assertTrue(fixture.idle());
    answer(fixture, fetch, heads(200, CoreFixture.head("g/team", 1, 6)));
    assertEquals("g/team", fixture.takeFetch().getFetchMessages().getConversation());
  }

  @Test
  void storeWithoutAVersionHasAllCompared() {
    fixture.connected();
    fixture.loggedIn(heads(100));
    CoreFixture later = new CoreFixture(new InMemoryStore(), 100);
    later.connected();
    assertEquals(0, later.sent.element().getLogin().getHeadsSince());
  }
}
