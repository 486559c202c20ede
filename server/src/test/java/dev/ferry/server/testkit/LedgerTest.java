package dev.ferry.server.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A checker that cannot fail is worthless: each rule is shown to fire, and alone. */
class LedgerTest {
  private static final String TALK = "d/alice/bob";
  private static final String ALICE = "alice/phone";
  private static final String BOB = "bob/phone";
  private static final String BOB_2 = "bob/tablet";

  private final Ledger ledger = new Ledger();

  @BeforeEach
  void bobsDevicesFollowTheTalk() {
    ledger.expect(BOB, TALK);
    ledger.expect(BOB_2, TALK);
  }

  @Test
  void keptPromisesGiveNoViolation() {
    send(1, "a");
    send(2, "b");
    shown(BOB, entry(1, "a"), entry(2, "b"));
    shown(BOB_2, entry(1, "a"), entry(2, "b"));
    assertEquals(List.of(), ledger.verify());
    ledger.assertKept();
    assertTrue(ledger.isComplete());
    assertEquals(2, ledger.ackedCount());
    assertEquals(2, ledger.receivedCount(BOB));
  }

  @Test
  void anUnackedSendMayBeInTheLogOrNot() {
    ledger.sending(ALICE, TALK, "lost");
    ledger.sending(ALICE, TALK, "kept");
    shown(BOB, entry(1, "kept"));
    shown(BOB_2, entry(1, "kept"));
    assertEquals(List.of(), ledger.verify());
  }

  @Test
  void ackedButNotReceived() {
    send(1, "a");
    send(2, "b");
    shown(BOB, entry(1, "a"), entry(2, "b"));
    shown(BOB_2, entry(1, "a"));
    assertOnly("acked but not received by bob/tablet: \"b\"");
    assertFalse(ledger.isComplete());
    assertThrows(AssertionError.class, ledger::assertKept);
  }

  @Test
  void shownToOneDeviceOnly() {
    ledger.sending(ALICE, TALK, "a");
    shown(BOB, entry(1, "a"));
    assertOnly("shown to bob/phone but not to bob/tablet");
  }

  @Test
  void receivedTwice() {
    send(1, "a");
    shown(BOB, entry(1, "a"), entry(1, "a"));
    shown(BOB_2, entry(1, "a"));
    assertOnly("received twice by bob/phone");
  }

  @Test
  void aRetryThatWasAppendedAgainIsInTheLogTwice() {
    send(1, "a");
    shown(BOB, entry(1, "a"));
    shown(BOB_2, entry(1, "a"), entry(2, "a"));
    List<String> violations = ledger.verify();
    assertEquals(2, violations.size(), violations.toString());
    assertTrue(violations.get(0).startsWith("in the log twice: \"a\""), violations.toString());
    assertTrue(violations.get(1).startsWith("received twice by bob/tablet"), violations.toString());
  }

  @Test
  void notDense() {
    send(1, "a");
    send(3, "c");
    shown(BOB, entry(1, "a"), entry(3, "c"));
    shown(BOB_2, entry(1, "a"), entry(3, "c"));
    assertAll("not dense at", 2);
  }

  @Test
  void notDenseFromTheStart() {
    send(2, "b");
    shown(BOB, entry(2, "b"));
    shown(BOB_2, entry(2, "b"));
    assertAll("not dense at", 2);
  }

  @Test
  void notInOrder() {
    send(1, "a");
    send(2, "b");
    send(3, "c");
    shown(BOB, entry(1, "a"), entry(2, "b"), entry(3, "c"));
    shown(BOB_2, entry(1, "a"), entry(3, "c"), entry(2, "b"));
    List<String> violations = ledger.verify();
    assertEquals(2, violations.size(), violations.toString());
    assertTrue(violations.get(0).startsWith("not dense at bob/tablet"), violations.toString());
    assertTrue(violations.get(1).startsWith("not in order at bob/tablet"), violations.toString());
  }

  @Test
  void anEpochThatGoesBackIsNotInOrder() {
    sendInEpoch(2, 1, "a");
    sendInEpoch(1, 1, "b");
    for (String device : List.of(BOB, BOB_2)) {
      shown(device, entryInEpoch(2, 1, "a"), entryInEpoch(1, 1, "b"));
    }
    assertAll("not in order at", 2);
  }

  @Test
  void aNewEpochStartsAgainAndMayRepeat() {
    send(1, "a");
    sendInEpoch(2, 2, "b");
    for (String device : List.of(BOB, BOB_2)) {
      shown(device, entry(1, "a"), entryInEpoch(2, 1, "a"), entryInEpoch(2, 2, "b"));
    }
    assertEquals(List.of(), ledger.verify());
  }

  @Test
  void oneDevicesSendsOutOfOrder() {
    send(2, "first");
    send(1, "second");
    shown(BOB, entry(1, "second"), entry(2, "first"));
    shown(BOB_2, entry(1, "second"), entry(2, "first"));
    assertOnly("sent out of order: \"first\"");
  }

  @Test
  void unackedSendsKeepTheirOrderToo() {
    ledger.sending(ALICE, TALK, "first");
    ledger.sending(ALICE, TALK, "second");
    shown(BOB, entry(1, "second"), entry(2, "first"));
    shown(BOB_2, entry(1, "second"), entry(2, "first"));
    assertOnly("sent out of order: \"first\"");
  }

  @Test
  void ackChanged() {
    Ledger.Send send = send(1, "a");
    send.acked(id("a"), 1, 1);
    shown(BOB, entry(1, "a"));
    shown(BOB_2, entry(1, "a"));
    assertEquals(List.of(), ledger.verify());
    send.acked(id("a"), 2, 1);
    assertOnly("ack changed: \"a\"");
  }

  @Test
  void oneIdForTwoSends() {
    send(1, "a");
    ledger.sending(ALICE, TALK, "a").acked(id("a"), 1, 1);
    shown(BOB, entry(1, "a"));
    shown(BOB_2, entry(1, "a"));
    assertOnly("one client message id for two sends");
  }

  @Test
  void devicesDisagree() {
    ledger.sending(ALICE, TALK, "a");
    ledger.sending(ALICE, TALK, "b");
    shown(BOB, entry(1, "a"), entry(2, "b"));
    shown(BOB_2, entry(1, "b"), entry(2, "a"));
    assertAll("disagreement about d/alice/bob at 1.", 2);
  }

  @Test
  void theLogDisagreesWithTheAck() {
    send(1, "a");
    ledger.sending(ALICE, TALK, "b");
    shown(BOB, entry(1, "b"), entry(2, "a"));
    shown(BOB_2, entry(1, "b"), entry(2, "a"));
    List<String> violations = ledger.verify();
    assertTrue(
        violations.get(0).startsWith("disagreement about d/alice/bob at 1.1: the ack says \"a\""),
        violations.toString());
  }

  @Test
  void neverSent() {
    shown(BOB, entry(1, "forged"));
    shown(BOB_2, entry(1, "forged"));
    assertOnly("never sent: \"forged\"");
  }

  @Test
  void aChangedTextOrSenderWasNeverSent() {
    ledger.sending(BOB, TALK, "a");
    shown(BOB, entry(1, "a"));
    shown(BOB_2, entry(1, "a"));
    assertOnly("never sent: \"a\"");
  }

  private void assertOnly(String prefix) {
    assertAll(prefix, 1);
  }

  private void assertAll(String prefix, int count) {
    List<String> violations = ledger.verify();
    assertEquals(count, violations.size(), violations.toString());
    violations.forEach(v -> assertTrue(v.startsWith(prefix), v));
  }

  private Ledger.Send send(long seq, String text) {
    return sendInEpoch(1, seq, text);
  }

  private Ledger.Send sendInEpoch(long epoch, long seq, String text) {
    Ledger.Send send = ledger.sending(ALICE, TALK, text);
    send.acked(id(text), epoch, seq);
    return send;
  }

  private void shown(String device, Ledger.Entry... entries) {
    List.of(entries).forEach(entry -> ledger.received(device, entry));
  }

  private static Ledger.Entry entry(long seq, String text) {
    return entryInEpoch(1, seq, text);
  }

  private static Ledger.Entry entryInEpoch(long epoch, long seq, String text) {
    return new Ledger.Entry(TALK, epoch, seq, id(text), ALICE, text);
  }

  private static UUID id(String text) {
    return new UUID(1, text.hashCode());
  }
}
