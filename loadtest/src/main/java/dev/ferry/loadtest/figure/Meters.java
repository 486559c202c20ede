package dev.ferry.loadtest.figure;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the phones of this process do, counted. Counts go on for the whole run; times count only for
 * what was meant to happen within the window. Any thread.
 */
public final class Meters {
  public final LongAdder sent = new LongAdder();
  public final LongAdder acked = new LongAdder();
  public final LongAdder refused = new LongAdder();

  /** Messages shown to somebody else than their sender. */
  public final LongAdder delivered = new LongAdder();

  public final LongAdder logins = new LongAdder();
  public final LongAdder disconnects = new LongAdder();

  /** Times that somebody read up to some message. */
  public final LongAdder reads = new LongAdder();

  /** Cursors that devices were told of. */
  public final LongAdder cursors = new LongAdder();

  /** Recalls, edits and reactions that were acked; each is a message that was acked, too. */
  public final LongAdder operations = new LongAdder();

  public final LongAdder signals = new LongAdder();

  /** Signals that devices were told of. */
  public final LongAdder signalsTold = new LongAdder();

  /** Users that watchers were told of. */
  public final LongAdder presenceTold = new LongAdder();

  /** Sessions that are there now. */
  public final LongAdder sessions = new LongAdder();

  public final Timing ack = new Timing();
  public final Timing deliver = new Timing();
  public final Timing lastOfGroup = new Timing();
  public final Timing login = new Timing();
  public final Timing reconnect = new Timing();

  /** From a phone's dialling until it has all that it missed. */
  public final Timing drain = new Timing();

  /** From asking who has read a message to the list. */
  public final Timing readers = new Timing();

  /** From a user's coming, or going, until a watcher was told. */
  public final Timing online = new Timing();

  public final Timing offline = new Timing();

  /** How much later than meant messages were given to their phones. */
  public final Timing late = new Timing();

  /** From when on times count; {@link System#nanoTime}. */
  private volatile long opensAt = Long.MAX_VALUE;

  private volatile long closesAt = Long.MAX_VALUE;

  /** Of a node, for each session more; NaN when nothing measured it. */
  private volatile double bytesPerSession = Double.NaN;

  public void bytesPerSession(double bytes) {
    bytesPerSession = bytes;
  }

  public double bytesPerSession() {
    return bytesPerSession;
  }

  /** Times count from now on. */
  public void open() {
    opensAt = System.nanoTime();
  }

  /** What is meant to happen from now on does not count. */
  public void close() {
    closesAt = System.nanoTime();
  }

  /** Whether what was meant to happen at that moment counts. */
  public boolean counts(long meantAt) {
    return meantAt - opensAt >= 0 && opensAt != Long.MAX_VALUE && meantAt - closesAt < 0;
  }

  /** All of the counts. */
  public List<LongAdder> counters() {
    return List.of(
        sent,
        acked,
        refused,
        delivered,
        logins,
        disconnects,
        reads,
        cursors,
        operations,
        signals,
        signalsTold,
        presenceTold,
        sessions);
  }

  /** All of the times. */
  public List<Timing> timings() {
    return List.of(
        ack, deliver, lastOfGroup, login, reconnect, drain, readers, online, offline, late);
  }

  /** The counts at this moment. */
  public record Counts(
      long sent,
      long acked,
      long delivered,
      long logins,
      long reads,
      long cursors,
      long operations,
      long signals,
      long signalsTold,
      long presenceTold) {
    public Counts since(Counts earlier) {
      return new Counts(
          sent - earlier.sent,
          acked - earlier.acked,
          delivered - earlier.delivered,
          logins - earlier.logins,
          reads - earlier.reads,
          cursors - earlier.cursors,
          operations - earlier.operations,
          signals - earlier.signals,
          signalsTold - earlier.signalsTold,
          presenceTold - earlier.presenceTold);
    }
  }

  public Counts counts() {
    return new Counts(
        sent.sum(),
        acked.sum(),
        delivered.sum(),
        logins.sum(),
        reads.sum(),
        cursors.sum(),
        operations.sum(),
        signals.sum(),
        signalsTold.sum(),
        presenceTold.sum());
  }
}
