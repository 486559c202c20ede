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

  public final Timing ack = new Timing();
  public final Timing deliver = new Timing();
  public final Timing lastOfGroup = new Timing();
  public final Timing login = new Timing();
  public final Timing reconnect = new Timing();

  /** From a phone's dialling until it has all that it missed. */
  public final Timing drain = new Timing();

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
    return List.of(sent, acked, refused, delivered, logins, disconnects);
  }

  /** All of the times. */
  public List<Timing> timings() {
    return List.of(ack, deliver, lastOfGroup, login, reconnect, drain, late);
  }

  /** The counts at this moment. */
  public record Counts(long sent, long acked, long delivered, long logins) {
    public Counts since(Counts earlier) {
      return new Counts(
          sent - earlier.sent,
          acked - earlier.acked,
          delivered - earlier.delivered,
          logins - earlier.logins);
    }
  }

  public Counts counts() {
    return new Counts(sent.sum(), acked.sum(), delivered.sum(), logins.sum());
  }
}
