package dev.ferry.loadtest.ledger;

import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.group.GroupChange;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** A ledger with a clock of its own, and entries as a server would have them. */
final class Stage {
  static final long SALT = 42;

  /** The clock; each look at it takes a millisecond. */
  private final AtomicLong nowMs = new AtomicLong();

  final Ledger ledger;

  Stage() {
    this(0, false);
  }

  Stage(int worker, boolean mayRollBack) {
    ledger = new Ledger(new LedgerOptions(worker, SALT, mayRollBack), nowMs::getAndIncrement);
  }

  /** The message {@code id} of {@code sender} at this place. */
  static ReceivedMessage message(Seat sender, UUID id, long epoch, long seq) {
    return from(sender, sender.device(), id, epoch, seq);
  }

  /** The message {@code id}, which says that it is from {@code device}. */
  static ReceivedMessage from(Seat in, Device device, UUID id, long epoch, long seq) {
    return new ReceivedMessage(
        in.conversation().id(),
        epoch,
        seq,
        seq,
        device.user(),
        device.name(),
        id,
        MessageContent.text("text"));
  }

  /** An entry that tells of a change by the device of {@code actor}. */
  static ReceivedMessage change(
      Seat actor, GroupChange.Kind kind, long epoch, long seq, String... users) {
    return message(actor, new UUID(7, seq), epoch, seq)
        .withChange(new GroupChange(kind, List.of(users), null, 0, null));
  }

  Verdict verdict() {
    return ledger.verdict();
  }

  Map<Breach, Long> breaches() {
    return verdict().breaches();
  }
}
