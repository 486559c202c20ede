package dev.ferry.loadtest.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.group.GroupChange.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept follows what is in flight or missing; loops that race miss nothing. */
class LedgerMemoryTest {
  private static final int MEMBERS = 1_000;
  private static final int LOOPS = 4;

  private final Stage stage = new Stage();
  private final Conversation group = stage.ledger.group("g/large", false);
  private final List<Seat> seats = new ArrayList<>();
  private final ExecutorService loops = Executors.newFixedThreadPool(LOOPS);

  @AfterEach
  void end() {
    loops.shutdownNow();
  }

  private void create(int members) {
    String[] users = new String[members];
    for (int i = 0; i < members; i++) {
      users[i] = "user-" + i;
      seats.add(stage.ledger.seat(stage.ledger.device(users[i], "phone"), group));
    }
    ReceivedMessage created = Stage.change(seats.get(0), Kind.CREATED, 1, 1, users);
    seats.forEach(seat -> seat.shown(created));
  }

  private ReceivedMessage next(long seq) {
    Seat sender = seats.get((int) (seq * 7 % seats.size()));
    UUID id = sender.send();
    sender.acked(id, 1, seq);
    return Stage.message(sender, id, 1, seq);
  }

  @Test
  void tenMillionDeliveriesKeepNothing() {
    create(MEMBERS);
    long retained = 0;
    for (long seq = 2; seq <= 10_000; seq++) {
      ReceivedMessage entry = next(seq);
      for (Seat seat : seats) {
        seat.shown(entry);
      }
      retained = Math.max(retained, stage.ledger.retained());
    }
    assertTrue(retained <= 2 * Window.CHUNK, "entries kept: " + retained);
    Verdict verdict = stage.verdict();
    assertTrue(verdict.clean(), verdict.toString());
    assertEquals(MEMBERS * 10_000L, verdict.delivered());
  }

  @Test
  void deviceThatIsAwayKeepsWhatItMisses() {
    create(3);
    List<ReceivedMessage> missed = new ArrayList<>();
    for (long seq = 2; seq <= 100_000; seq++) {
      missed.add(next(seq));
      seats.get(0).shown(missed.get(missed.size() - 1));
      seats.get(1).shown(missed.get(missed.size() - 1));
    }
    assertTrue(stage.ledger.retained() >= 99_000, "entries kept: " + stage.ledger.retained());
    missed.forEach(seats.get(2)::shown);
    for (long seq = 100_001; seq <= 100_200; seq++) {
      ReceivedMessage entry = next(seq);
      seats.forEach(seat -> seat.shown(entry));
    }
    assertTrue(stage.ledger.retained() <= 4 * Window.CHUNK, "kept: " + stage.ledger.retained());
    assertTrue(stage.verdict().clean(), stage.verdict().toString());
  }

  @Test
  void formerMemberKeepsNothing() {
    create(3);
    ReceivedMessage left = Stage.change(seats.get(2), Kind.LEFT, 1, 2, "user-2");
    seats.forEach(seat -> seat.shown(left));
    for (long seq = 3; seq <= 10_000; seq++) {
      UUID id = seats.get(0).send();
      seats.get(0).acked(id, 1, seq);
      ReceivedMessage entry = Stage.message(seats.get(0), id, 1, seq);
      seats.get(0).shown(entry);
      seats.get(1).shown(entry);
    }
    assertTrue(stage.ledger.retained() <= 4 * Window.CHUNK, "kept: " + stage.ledger.retained());
    assertTrue(stage.verdict().clean(), stage.verdict().toString());
  }

  @Test
  void loopsThatRaceAgree() throws Exception {
    create(64);
    List<ReceivedMessage> entries = new ArrayList<>();
    for (long seq = 2; seq <= 5_000; seq++) {
      UUID id = seats.get(0).send();
      entries.add(Stage.message(seats.get(0), id, 1, seq));
    }
    race(entries);
    Verdict verdict = stage.verdict();
    assertTrue(verdict.clean(), verdict.toString());
    assertEquals(0, verdict.unknown());
    assertEquals(64 * 5_000L, verdict.delivered());
  }

  @Test
  void wrongEntryIsFoundWhileLoopsRace() throws Exception {
    create(64);
    List<ReceivedMessage> entries = new ArrayList<>();
    for (long seq = 2; seq <= 5_000; seq++) {
      UUID id = seats.get(0).send();
      entries.add(Stage.message(seats.get(0), id, 1, seq));
    }
    Seat victim = seats.remove(63);
    race(entries.subList(0, 3_000));
    ReceivedMessage wrong = entries.get(1_500);
    entries.set(1_500, History.like(entries.get(1_501), wrong.seq(), new UUID(1, 1)));
    entries.forEach(victim::shown);
    race(entries.subList(3_000, entries.size()));
    Verdict verdict = stage.verdict();
    assertEquals(Map.of(Breach.DISAGREEMENT, 1L), verdict.breaches(), verdict.toString());
  }

  private void race(List<ReceivedMessage> entries) throws Exception {
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < LOOPS; i++) {
      int loop = i;
      done.add(
          loops.submit(
              () -> {
                for (ReceivedMessage entry : entries) {
                  for (int seat = loop; seat < seats.size(); seat += LOOPS) {
                    seats.get(seat).shown(entry);
                  }
                }
              }));
    }
    for (Future<?> each : done) {
      each.get();
    }
  }
}
