package dev.ferry.loadtest.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ReceivedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Histories of a server that keeps its promises are clean, and one change makes them not so. */
class RandomHistoryTest {
  private static final int SEEDS = 60;

  /** Turns one history into a broken one; null when there is nothing to break. */
  private interface Mutation {
    boolean breaks(List<History.Event> events, Random random);
  }

  @Test
  void correctHistoriesAreClean() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Verdict verdict = judge(RandomServer.history(seed, false), false);
      assertTrue(verdict.clean(), "seed " + seed + ": " + verdict);
      assertEquals(verdict.expected(), verdict.delivered(), "seed " + seed);
      assertEquals(0, verdict.rolledBack(), "seed " + seed);
      assertTrue(verdict.sent() > verdict.acked() + verdict.refused(), "seed " + seed);
    }
  }

  @Test
  void correctHistoriesWithRollbacksAreClean() {
    long rolledBack = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Verdict verdict = judge(RandomServer.history(seed, true), true);
      assertTrue(verdict.clean(), "seed " + seed + ": " + verdict);
      rolledBack += verdict.rolledBack();
    }
    assertTrue(rolledBack > 0);
  }

  @Test
  void entryThatIsNotShownIsFound() {
    assertFound(
        (events, random) -> {
          History.Shown shown = shown(events, random);
          // An own ack counts as shown.
          String user = History.user(shown.device());
          return !shown.entry().sender().equals(user) && events.remove(shown);
        },
        Set.of(Breach.Kind.LOST));
  }

  @Test
  void entryThatIsShownTwiceIsFound() {
    assertFound(
        (events, random) -> {
          History.Shown shown = shown(events, random);
          int at = events.indexOf(shown);
          events.add(at + 1 + random.nextInt(events.size() - at), shown);
          return true;
        },
        Set.of(Breach.Kind.DUPLICATED));
  }

  @Test
  void entriesShownInTheWrongOrderAreFound() {
    assertFound(
        (events, random) -> {
          History.Shown shown = shown(events, random);
          for (int i = events.indexOf(shown) + 1; i < events.size(); i++) {
            if (events.get(i) instanceof History.Shown next && next.device() == shown.device()) {
              events.remove(shown);
              events.add(i, shown);
              return true;
            }
          }
          return false;
        },
        Set.of(Breach.Kind.REORDERED));
  }

  @Test
  void anotherEntryUnderTheSameSeqIsFound() {
    assertFound(
        (events, random) -> {
          History.Shown shown = shown(events, random);
          ReceivedMessage entry = shown.entry();
          UUID id = shown(events, random).entry().clientMessageId();
          if (id.equals(entry.clientMessageId())) {
            return false;
          }
          events.set(
              events.indexOf(shown),
              new History.Shown(shown.device(), History.like(entry, entry.seq(), id)));
          return true;
        },
        Set.of(Breach.Kind.MISDELIVERED, Breach.Kind.LOST, Breach.Kind.DUPLICATED));
  }

  @Test
  void entryShownToWhoMayNotSeeItIsFound() {
    assertFound(
        (events, random) -> {
          for (int tries = 0; tries < 200; tries++) {
            History.Shown shown = shown(events, random);
            int other = random.nextInt(History.DEVICES);
            if (events.stream().noneMatch(event -> reachesPast(event, other, shown.entry()))) {
              events.add(new History.Shown(other, shown.entry()));
              return true;
            }
          }
          return false;
        },
        Set.of(Breach.Kind.MISDELIVERED));
  }

  @Test
  void ackThatNamesAnotherSeqIsFound() {
    assertFound(
        (events, random) -> {
          List<History.Event> acks =
              new ArrayList<>(events.stream().filter(History.Acked.class::isInstance).toList());
          History.Acked acked = (History.Acked) acks.get(random.nextInt(acks.size()));
          long seq = Math.max(1, acked.seq() - 1 - random.nextInt(3));
          events.set(
              events.indexOf(acked),
              new History.Acked(acked.device(), acked.id(), acked.epoch(), seq));
          return true;
        },
        Set.of(Breach.Kind.LOST, Breach.Kind.REORDERED, Breach.Kind.DUPLICATED));
  }

  @Test
  void ackOfWhatIsNotInTheLogIsFound() {
    assertFound(
        (events, random) -> {
          long head = 1 + events.stream().mapToLong(RandomHistoryTest::seq).max().orElseThrow();
          for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof History.Refused refused) {
              events.set(i, new History.Acked(refused.device(), refused.id(), 10, head));
              return true;
            }
          }
          return false;
        },
        Set.of(Breach.Kind.LOST));
  }

  /** A mutation is found in every history that it breaks, as one of these kinds. */
  private static void assertFound(Mutation mutation, Set<Breach.Kind> kinds) {
    int broken = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      History history = RandomServer.history(seed, false);
      if (!mutation.breaks(history.events, new Random(seed))) {
        continue;
      }
      broken++;
      Verdict verdict = judge(history, false);
      String seen = "seed " + seed + ": " + verdict;
      assertTrue(
          verdict.breaches().keySet().stream().anyMatch(b -> kinds.contains(b.kind())), seen);
    }
    assertTrue(broken > SEEDS / 10, "broken: " + broken);
  }

  /** Whether the user of this device was shown something from the entry on. */
  private static boolean reachesPast(History.Event event, int device, ReceivedMessage entry) {
    return event instanceof History.Shown shown
        && History.user(shown.device()).equals(History.user(device))
        && shown.entry().seq() >= entry.seq();
  }

  private static long seq(History.Event event) {
    return event instanceof History.Shown shown ? shown.entry().seq() : 0;
  }

  private static History.Shown shown(List<History.Event> events, Random random) {
    while (true) {
      if (events.get(random.nextInt(events.size())) instanceof History.Shown shown) {
        return shown;
      }
    }
  }

  private static Verdict judge(History history, boolean mayRollBack) {
    Stage stage = new Stage(0, mayRollBack);
    history.tell(stage);
    return stage.verdict();
  }
}
