package dev.ferry.loadtest.ledger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How far one device read one log. Belongs to the device's loop; {@link #floor} is for any thread,
 * and what else was written before it was.
 */
final class Reading {
  private final Log log;

  /** All that was shown. */
  final Ranges shown = new Ranges();

  /** Own messages that were acked and not shown though something behind them was. */
  final Ranges excused = new Ranges();

  /** Own messages that were acked, at {@link #next} or behind it. */
  private Ranges acked = new Ranges();

  /** Behind the highest seq shown. */
  private long next = 1;

  /** Where the device begins to read; 0 while that is not known. */
  private long from;

  /** Nothing is known of it but acks: the device may have been in an older epoch then. */
  private boolean ackedOnly;

  /** Written by the device's loop, read by any thread. */
  private volatile long floor = 1;

  /**
   * @param from the seq from which on all is expected; 0 for the first that comes
   */
  Reading(Log log, long from) {
    this.log = log;
    this.from = from;
  }

  Log log() {
    return log;
  }

  /** The first seq that may still come. */
  long floor() {
    return floor;
  }

  /** The seq from which on all is expected; 0 when nothing came and nothing was said. */
  long from() {
    return from;
  }

  boolean ackedOnly() {
    return ackedOnly;
  }

  void beginWithAck() {
    ackedOnly = true;
  }

  void openAt(long fromSeq) {
    ackedOnly = false;
    from = fromSeq;
    next = Math.max(next, fromSeq);
    publish();
  }

  /** Takes the seq that was shown; false if it is not the next one, and was not taken. */
  boolean follows(long seq) {
    if (seq != next) {
      return false;
    }
    begin(seq);
    shown.add(seq);
    next++;
    publish();
    return true;
  }

  /** Takes a seq that is not the next one; false if it was shown before. */
  boolean jumps(long seq) {
    begin(seq);
    if (seq > next) {
      excused.addAll(acked.and(Ranges.of(next, seq - 1)));
      next = seq + 1;
    }
    boolean fresh = shown.add(seq);
    publish();
    return fresh;
  }

  private void begin(long seq) {
    ackedOnly = false;
    if (from == 0) {
      from = seq;
    }
  }

  /** Whether something behind {@code seq} was shown. */
  boolean isPast(long seq) {
    return seq < next;
  }

  /** An own message was acked there: it may be shown, but need not. */
  void acked(long seq) {
    if (seq >= next) {
      acked.add(seq);
    } else if (!shown.contains(seq)) {
      excused.add(seq);
    }
    publish();
  }

  private void publish() {
    if (acked.isEmpty()) {
      floor = next;
    } else if (acked.last() < next) {
      acked = new Ranges();
      floor = next;
    } else {
      floor = acked.firstMissing(next);
    }
  }

  /** All that the device has: what it was shown, and what was acked to it. */
  Ranges has() {
    Ranges has = new Ranges();
    has.addAll(shown);
    has.addAll(excused);
    has.addAll(acked);
    return has;
  }

  /** Own messages that were acked, and were not shown. */
  Ranges own() {
    Ranges only = new Ranges();
    only.addAll(excused);
    only.addAll(acked);
    return only;
  }

  void write(DataOutput to) throws IOException {
    to.writeLong(log.epoch());
    to.writeLong(from);
    shown.write(to);
    has().write(to);
  }

  static Reading read(DataInput from, Conversation conversation) throws IOException {
    Reading reading = new Reading(conversation.log(from.readLong()), from.readLong());
    reading.shown.addAll(Ranges.read(from));
    Ranges has = Ranges.read(from);
    reading.excused.addAll(has.minus(reading.shown));
    reading.next = Math.max(reading.shown.last() + 1, reading.from);
    reading.floor = has.firstMissing(reading.next);
    return reading;
  }
}
