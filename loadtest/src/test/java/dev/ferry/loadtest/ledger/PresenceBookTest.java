package dev.ferry.loadtest.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forged histories of who comes and goes, and of what a watcher is told. */
class PresenceBookTest {
  private final AtomicLong nowMs = new AtomicLong(100_000);
  private final Ledger ledger = new Ledger(new LedgerOptions(0, 1, false), nowMs::get);
  private final PresenceBook.Presence bob = ledger.presences().user("bob");
  private final PresenceView alice = ledger.presences().watcher(ledger.device("alice", "phone"));

  @BeforeEach
  void watch() {
    bob.came();
    alice.watch(List.of("bob"));
    assertFalse(alice.isComplete());
    assertFalse(alice.told("bob", true), "that he is there is no news");
    assertTrue(alice.isComplete());
  }

  private void away(long ms) {
    bob.went();
    nowMs.addAndGet(ms);
    bob.came();
  }

  private Map<Breach, Long> breaches() {
    return ledger.verdict().breaches();
  }

  @Test
  void goneAndBackOnceEachIsClean() {
    away(PresenceBook.SETTLE_MS);
    assertTrue(alice.told("bob", false));
    assertTrue(alice.told("bob", true));
    Verdict verdict = ledger.verdict();
    assertTrue(verdict.clean(), verdict.toString());
    assertEquals(1, verdict.checks().presences());
  }

  @Test
  void flapNeedNotBeTold() {
    away(PresenceBook.SETTLE_MS - 1);
    assertTrue(ledger.presences().isSettled());
    assertEquals(Map.of(), breaches());
  }

  @Test
  void flapThatIsToldIsFound() {
    away(PresenceBook.SETTLE_MS - 1);
    alice.told("bob", false);
    alice.told("bob", true);
    Verdict verdict = ledger.verdict();
    assertEquals(Map.of(Breach.PRESENCE_FLICKERS, 1L), verdict.breaches());
    assertEquals(1, verdict.presences());
    Story story = verdict.stories().get(0);
    assertEquals("alice/phone", story.device());
    assertTrue(story.text().contains("told 1 times that bob went"), story.text());
  }

  @Test
  void absenceThatIsToldTwiceIsFound() {
    away(10_000);
    for (int i = 0; i < 2; i++) {
      alice.told("bob", false);
      alice.told("bob", true);
    }
    assertEquals(Map.of(Breach.PRESENCE_FLICKERS, 1L), breaches());
  }

  @Test
  void whoIsGoneAndStillShownIsFound() {
    bob.went();
    assertFalse(ledger.presences().isSettled());
    assertEquals(Map.of(Breach.PRESENCE_WRONG, 1L), breaches());
  }

  @Test
  void whoIsBackAndNotShownIsFound() {
    away(10_000);
    alice.told("bob", false);
    assertEquals(Map.of(Breach.PRESENCE_WRONG, 1L), breaches());
  }

  @Test
  void whoIsAwayForLongWhenTheRunEndsIsToldOfOnce() {
    bob.went();
    nowMs.addAndGet(PresenceBook.SETTLE_MS);
    alice.told("bob", false);
    assertTrue(ledger.presences().isSettled());
    assertEquals(Map.of(), breaches());
  }

  @Test
  void whoIsToldOfTooSoonIsFound() {
    bob.went();
    nowMs.addAndGet(PresenceBook.SETTLE_MS - 1);
    alice.told("bob", false);
    assertEquals(Map.of(Breach.PRESENCE_FLICKERS, 1L), breaches());
  }

  @Test
  void faultsMayMakeUsersFlickerButNotEndWrong() {
    ledger.presences().mayFlicker();
    alice.told("bob", false);
    assertEquals(Map.of(Breach.PRESENCE_WRONG, 1L), breaches());
  }

  @Test
  void absencesOfBeforeDoNotCount() {
    away(10_000);
    PresenceView carol = ledger.presences().watcher(ledger.device("carol", "phone"));
    carol.watch(List.of("bob"));
    carol.told("bob", true);
    carol.told("bob", false);
    carol.told("bob", true);
    assertEquals(Map.of(Breach.PRESENCE_FLICKERS, 1L), breaches());
  }
}
