package dev.ferry.loadtest.ledger;

import org.jspecify.annotations.Nullable;

/** Makes a verdict of what a quiet ledger has. Used once. */
final class Judge {
  private final Ledger ledger;
  private final Breaches breaches = new Breaches();
  private long sent;
  private long acked;
  private long refused;
  private long unknown;
  private long expected;
  private long delivered;
  private long rolledBack;
  private long unchecked;

  Judge(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Whether every seat's device has all of the newest log that it must have.
   *
   * @param known the newest entry that others know, or null
   */
  static boolean settled(Conversation conversation, @Nullable Head known) {
    Log newest = conversation.newest();
    if (newest == null || (known != null && known.epoch() > newest.epoch())) {
      return known == null || conversation.seats().isEmpty();
    }
    if (conversation.before(newest) != null) {
      newest.deriveAnew();
    }
    long head = newest.head();
    if (known != null && known.epoch() == newest.epoch()) {
      head = Math.max(head, known.seq());
    }
    long survived = newest.survived();
    for (Seat seat : conversation.seats()) {
      Reading reading = seat.reading();
      long floor = reading != null && reading.log() == newest ? reading.floor() : survived + 1;
      if (newest.due(seat.device().user()).firstPresent(floor) <= head) {
        return false;
      }
    }
    return true;
  }

  Verdict judge() {
    ledger.lookBesides();
    ledger.conversations().forEach(each -> each.logs().forEach(this::finish));
    breaches.addAll(ledger.breaches());
    for (Conversation conversation : ledger.conversations()) {
      conversation.logs().forEach(this::compareWithPredecessor);
      conversation.seats().forEach(this::judge);
    }
    return new Verdict(
        sent,
        acked,
        refused,
        ledger.refusals(),
        unknown,
        expected,
        delivered,
        rolledBack,
        unchecked,
        ledger.besides(),
        breaches.counts(),
        breaches.stories());
  }

  private void finish(Log log) {
    log.auditAll();
    log.deriveAnew();
    unchecked += log.unchecked();
  }

  /** P1, P4: what an epoch had must be in the next one, unless it was allowed to go. */
  private void compareWithPredecessor(Log log) {
    Log before = log.conversation().before(log);
    if (before == null || log.lowest() == 0) {
      return;
    }
    long gone = before.head() - log.survived();
    if (gone > 0) {
      rolledBack += gone;
      if (!ledger.options().mayRollBack()) {
        String text = gone + " entries of epoch " + before.epoch() + " are gone";
        tell(Breach.ROLLED_BACK, log, log.lowest(), text);
        breaches.add(Breach.ROLLED_BACK, gone - 1);
      }
    }
  }

  private void judge(Seat seat) {
    countSends(seat);
    seat.past().forEach(reading -> judgePast(seat, reading));
    Log newest = seat.conversation().newest();
    Reading reading = seat.reading();
    if (reading != null && reading.log() != newest) {
      judgePast(seat, reading);
      reading = null;
    }
    if (newest != null) {
      judgeNewest(seat, newest, reading);
    }
  }

  private void countSends(Seat seat) {
    sent += seat.sentCount();
    acked += seat.ackedCount();
    refused += seat.refused().count();
    int number = seat.device().number();
    for (Log log : seat.conversation().logs()) {
      seat.refused()
          .and(log.stored(number))
          .forEach(counter -> tell(seat, Breach.REFUSED_YET_STORED, log, 0, "message " + counter));
    }
    for (long counter : seat.open().keySet()) {
      if (seat.conversation().logs().stream().noneMatch(log -> log.has(number, counter))) {
        unknown++;
      }
    }
  }

  /** What was not shown of an epoch that ended is forgiven: the device was told (P4). */
  private void judgePast(Seat seat, Reading reading) {
    long entitled = entitled(seat, reading).count();
    expected += entitled;
    delivered += entitled;
  }

  /** P1, P5, P6. */
  private void judgeNewest(Seat seat, Log log, @Nullable Reading reading) {
    Ranges has = new Ranges();
    // Who was not told of this epoch must be as soon as it has anything that is new.
    long from = log.survived() + 1;
    if (reading != null) {
      has = reading.has();
      from = reading.from() == 0 ? from : reading.from();
      entitled(seat, reading);
    }
    Ranges due = log.due(seat.device().user()).and(Ranges.of(from, log.head()));
    Ranges missing = due.minus(has);
    expected += due.count();
    delivered += due.count() - missing.count();
    tellEach(seat, Breach.NOT_SHOWN, log, missing);
  }

  /** What was shown and may be; the rest is told of. */
  private Ranges entitled(Seat seat, Reading reading) {
    Log log = reading.log();
    Ranges allowed = log.allowed(seat.device().user());
    tellEach(seat, Breach.NOT_ENTITLED, log, reading.shown.minus(allowed));
    Ranges due = log.due(seat.device().user());
    tellEach(seat, Breach.SENDER_NOT_ENTITLED, log, reading.own().minus(due));
    return reading.shown.and(due);
  }

  private void tellEach(Seat seat, Breach breach, Log log, Ranges seqs) {
    Ranges told = new Ranges();
    long seq = seqs.firstPresent(0);
    while (seq != Long.MAX_VALUE && breaches.wantsStories()) {
      tell(seat, breach, log, seq, ledger.notes().words(log.note(seq)));
      told.add(seq);
      seq = seqs.firstPresent(seq + 1);
    }
    breaches.add(breach, seqs.count() - told.count());
  }

  private void tell(Breach breach, Log log, long seq, String text) {
    String conversation = log.conversation().id();
    long now = ledger.notes().nowMs();
    breaches.add(new Story(breach, now, "?", "?", conversation, log.epoch(), seq, text));
  }

  private void tell(Seat seat, Breach breach, Log log, long seq, String text) {
    breaches.add(
        new Story(
            breach,
            ledger.notes().nowMs(),
            seat.device().toString(),
            seat.device().node(),
            seat.conversation().id(),
            log.epoch(),
            seq,
            ledger.notes().entry(log.value(seq)) + " " + text));
  }
}
