package dev.ferry.loadtest.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ReceivedMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several workers know together is judged as if one had seen it all. */
class LedgerMergeTest {
  private static final String TALK = "d/alice/bob";

  private final Stage one = new Stage(1, false);
  private final Stage two = new Stage(2, false);
  private final Seat alice = seat(one, "alice");
  private final Seat bob = seat(two, "bob");

  private static Seat seat(Stage stage, String user) {
    Conversation talk = stage.ledger.direct(TALK, "alice", "bob");
    Device device = stage.ledger.device(user, "phone");
    device.at("n-" + user);
    return stage.ledger.seat(device, talk);
  }

  private static Ledger merge(Stage... parts) throws IOException {
    Ledger all = new Stage(0, false).ledger;
    for (Stage part : parts) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      part.ledger.export(new DataOutputStream(bytes));
      all.merge(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
    return all;
  }

  private ReceivedMessage sent(long seq) {
    UUID id = alice.send();
    alice.acked(id, 1, seq);
    return Stage.message(alice, id, 1, seq);
  }

  private void assertMerged(Map<Breach, Long> breaches) throws IOException {
    Verdict verdict = merge(one, two).verdict();
    assertEquals(breaches, verdict.breaches(), verdict.toString());
    Verdict turned = merge(two, one).verdict();
    assertEquals(breaches.keySet(), turned.breaches().keySet(), turned.toString());
  }

  @Test
  void sentHereAndShownThereIsClean() throws IOException {
    bob.shown(sent(1));
    bob.shown(sent(2));
    assertMerged(Map.of());
    Verdict verdict = merge(one, two).verdict();
    assertEquals(List.of(2L, 2L, 4L, 4L), counts(verdict));
  }

  private static List<Long> counts(Verdict verdict) {
    return List.of(verdict.sent(), verdict.acked(), verdict.expected(), verdict.delivered());
  }

  @Test
  void sentHereAndNotShownThereIsLost() throws IOException {
    bob.shown(sent(1));
    sent(2);
    assertMerged(Map.of(Breach.NOT_SHOWN, 1L));
    Story story = merge(one, two).verdict().stories().get(0);
    assertEquals("bob/phone", story.device());
    assertTrue(story.text().contains("acked to alice/phone on n-alice"), story.text());
  }

  @Test
  void ackedHereAndStoredThereAtAnotherPlaceIsFound() throws IOException {
    ReceivedMessage first = sent(1);
    UUID own = bob.send();
    bob.shown(Stage.message(bob, own, 1, 1));
    bob.shown(History.like(first, 2, first.clientMessageId()));
    Verdict verdict = merge(one, two).verdict();
    assertTrue(verdict.misdelivered() > 0, verdict.toString());
  }

  @Test
  void unknownHereIsResolvedThere() throws IOException {
    UUID id = alice.send();
    assertEquals(1, one.verdict().unknown());
    bob.shown(Stage.message(alice, id, 1, 1));
    assertEquals(0, merge(one, two).verdict().unknown());
    assertMerged(Map.of(Breach.NOT_SHOWN, 1L));
  }

  @Test
  void entriesThatWereSwappedAreFoundAfterTheyWereForgotten() throws IOException {
    UUID own = bob.send();
    for (long seq = 1; seq <= 1_000; seq++) {
      UUID id = alice.send();
      ReceivedMessage entry = Stage.message(alice, id, 1, seq == 500 ? 501 : seq);
      if (seq == 500) {
        alice.shown(Stage.message(bob, own, 1, 500));
        alice.shown(entry);
        bob.shown(Stage.message(alice, id, 1, 500));
        bob.shown(Stage.message(bob, own, 1, 501));
        seq++;
      } else {
        alice.shown(entry);
        bob.shown(entry);
      }
    }
    assertTrue(one.verdict().clean() && two.verdict().clean());
    assertMerged(Map.of(Breach.DISAGREEMENT, 1L));
  }

  @Test
  void breachesOfAWorkerAreKept() throws IOException {
    ReceivedMessage first = sent(1);
    bob.shown(first);
    bob.shown(first);
    assertMerged(Map.of(Breach.SHOWN_TWICE, 1L));
    assertEquals("n-bob", merge(one, two).verdict().stories().get(0).node());
  }

  @Test
  void twoWorkersOfOneNumberAreRefused() {
    Stage again = new Stage(1, false);
    seat(again, "bob");
    assertThrows(IOException.class, () -> merge(one, again));
  }

  @Test
  void randomHistoriesInPartsAreJudgedAsInOne() throws IOException {
    for (long seed = 0; seed < 30; seed++) {
      History history = RandomServer.history(seed, seed % 2 == 0);
      Stage whole = new Stage(0, true);
      history.tell(whole);
      Stage even = new Stage(0, true);
      history.tell(even, device -> device % 2 == 0);
      Stage odd = new Stage(0, true);
      history.tell(odd, device -> device % 2 == 1);
      Ledger all = new Stage(0, true).ledger;
      for (Stage part : List.of(even, odd)) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        part.ledger.export(new DataOutputStream(bytes));
        all.merge(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      }
      assertEquals(whole.verdict(), all.verdict(), "seed " + seed);
    }
  }

  @Test
  void dumpSaysWhoMissesWhat(@TempDir Path directory) throws IOException {
    bob.shown(sent(1));
    sent(2);
    Path file = directory.resolve("ledger.jsonl");
    merge(one, two).dump(file);
    List<String> lines = Files.readAllLines(file);
    assertTrue(lines.get(0).startsWith("{\"breach\":\"NOT_SHOWN\""), lines.toString());
    assertTrue(lines.get(0).contains("\"device\":\"bob/phone\""), lines.toString());
    assertTrue(lines.stream().anyMatch(line -> line.contains("\"shown\":\"1\"")), lines.toString());
    assertTrue(
        lines.stream().anyMatch(line -> line.contains("message 2 of alice/phone")),
        lines.toString());
  }
}
