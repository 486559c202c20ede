package dev.ferry.loadtest.ledger;

import dev.ferry.client.group.GroupChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a conversation's log in one epoch, by acks and by what devices were shown. It
 * keeps single entries only while somebody may still be shown them; of all others it keeps which
 * messages of which sender they were. Thread-safe; {@link #value} takes no lock.
 */
final class Log {
  private static final int DIGEST_BLOCK = 1_024;

  private final Conversation conversation;
  private final long epoch;
  private final Window window = new Window();

  /** This and all below: under this object's lock. */
  private final Ranges known = new Ranges();

  private final Roster roster = new Roster();

  /** Counters of the messages that are in the log, by the sender's number. */
  private final Map<Integer, Ranges> stored = new HashMap<>();

  /** Seqs of entries that are neither a change nor a message of this run. */
  private final Ranges strangers = new Ranges();

  /** Seqs of entries that do not count as unread; one pair of numbers for each run of them. */
  private final Ranges silent = new Ranges();

  /** Sums over the entries of each block of seqs: one for 1,024 entries. */
  private final Map<Long, Long> digests = new HashMap<>();

  /** The next seq to be audited; 0 when it will be the first that is learnt. */
  private long audited;

  private boolean auditBegun;
  private boolean startTold;
  private long unchecked;

  Log(Conversation conversation, long epoch, boolean first) {
    this.conversation = conversation;
    this.epoch = epoch;
    this.audited = first ? 1 : 0;
  }

  Conversation conversation() {
    return conversation;
  }

  long epoch() {
    return epoch;
  }

  /** What stands for the entry at {@code seq}; 0 when that is not known, or no longer. */
  long value(long seq) {
    return window.value(seq);
  }

  /** Nobody expects entries below {@code fromSeq}, unless somebody says otherwise later. */
  synchronized void startAt(long fromSeq) {
    if (!auditBegun) {
      long first = startTold ? Math.min(audited, fromSeq) : fromSeq;
      audited = Math.max(first, window.lowest());
      startTold = true;
    }
  }

  /**
   * Takes what a device or an ack says of {@code seq}.
   *
   * @return the entry's value as it was known; {@code value} itself when it was not
   */
  synchronized long learn(long seq, long value, long note, @Nullable GroupChange change) {
    long before = window.value(seq);
    if (before != 0) {
      return before;
    }
    if (known.contains(seq)) {
      return recall(seq, value);
    }
    known.add(seq);
    digests.merge(seq / DIGEST_BLOCK, Origins.mix(seq ^ Origins.mix(value)), Long::sum);
    if (change != null) {
      roster.take(seq, value, change.kind(), change.users());
    } else if (value < 0) {
      strangers.add(seq);
    }
    keep(seq, value, note);
    audited = audited == 0 ? seq : audited;
    if (seq < audited || !window.reaches(seq)) {
      store(seq, value, false);
    }
    audit();
    return value;
  }

  /** The entry does not count as unread. */
  synchronized void silent(long seq) {
    silent.add(seq);
  }

  /** How many of the entries from {@code first} to {@code last} count as unread. */
  synchronized long counting(long first, long last) {
    return known.and(Ranges.of(first, last)).minus(silent).count();
  }

  private void keep(long seq, long value, long note) {
    if (!window.hasChunk(seq)) {
      window.forgetBelow(lowWater());
    }
    if (window.reaches(seq)) {
      window.put(seq, value, note);
    } else if (seq > window.lowest()) {
      unchecked++;
    }
  }

  /**
   * The entry was known and was forgotten, or was too far up to be kept. Which seq a message had is
   * not known any more, but that it was in this log is.
   */
  private long recall(long seq, long value) {
    if (value < 0) {
      return roster.value(seq) == value ? value : 0;
    }
    Ranges counters = stored.get(Origins.device(value));
    return counters != null && counters.contains(Origins.counter(value)) ? value : 0;
  }

  private void audit() {
    long value;
    while ((value = window.value(audited)) != 0) {
      auditBegun = true;
      store(audited, value, true);
      audited++;
    }
  }

  /** Audits also what lies behind entries that nobody knows; for the end. */
  synchronized void auditAll() {
    long last = known.last();
    while (audited != 0 && audited <= last) {
      audited = known.firstPresent(audited);
      long value = window.value(audited);
      if (value == 0) {
        audited++;
      } else {
        audit();
      }
    }
  }

  /** P2, P3: a sender's counters rise through the log. */
  private void store(long seq, long value, boolean inOrder) {
    if (value < 0) {
      return;
    }
    long counter = Origins.counter(value);
    Ranges counters = stored.computeIfAbsent(Origins.device(value), key -> new Ranges());
    if (inOrder && counter < counters.last() && !counters.contains(counter)) {
      tell(Breach.STORED_LATE, seq, "is behind message " + counters.last());
    }
    if (!counters.add(counter)) {
      tell(Breach.STORED_TWICE, seq, "is in the log already");
    }
  }

  private void tell(Breach breach, long seq, String text) {
    Ledger ledger = conversation.ledger();
    ledger.breaches().add(ledger.notes().story(breach, this, seq, text));
  }

  /** The lowest seq that is still to be audited or may still be shown to somebody. */
  private long lowWater() {
    long lowest = audited == 0 ? known.first() : audited;
    for (Seat seat : conversation.seats()) {
      Reading reading = seat.reading();
      if (reading == null || reading.log().epoch < epoch) {
        lowest = Math.min(lowest, known.first());
      } else if (reading.log() == this) {
        lowest = Math.min(lowest, due(seat.device().user()).firstPresent(reading.floor()));
      }
    }
    return lowest;
  }

  /** What a user must be shown, were the log endless. The caller must not change it. */
  synchronized Ranges due(String user) {
    return roster.stretches(user, this);
  }

  /** The entry since which a user has been a member; 0 when it is none. */
  synchronized long memberSince(String user) {
    return roster.since(user, this);
  }

  /** What a user may be shown, were the log endless. */
  synchronized Ranges allowed(String user) {
    Ranges due = due(user);
    return conversation.historyForAll() && !due.isEmpty() ? Ranges.of(1, due.last()) : due;
  }

  /** What memberships follow from may have changed in the log before this one. */
  synchronized void deriveAnew() {
    roster.deriveAnew();
  }

  /**
   * How far the log of the epoch before goes on in this one: all that it had above is gone. An
   * entry that went and was sent again counts as if it had survived.
   */
  synchronized long survived() {
    Log before = conversation.before(this);
    return before == null ? 0 : known.last() - known.count() + before.shared(known, stored, roster);
  }

  /** How many of these entries this log has, too, or may have where nobody knows what it has. */
  private synchronized long shared(Ranges seqs, Map<Integer, Ranges> others, Roster changes) {
    long shared =
        roster.shared(changes) + seqs.and(Ranges.of(1, known.last()).minus(known)).count();
    for (Map.Entry<Integer, Ranges> sender : others.entrySet()) {
      Ranges own = stored.get(sender.getKey());
      shared += own == null ? 0 : sender.getValue().and(own).count();
    }
    return shared;
  }

  /** The changes that made who is a member: this log's, and those that survived before it. */
  synchronized TreeMap<Long, Roster.Change> changes() {
    TreeMap<Long, Roster.Change> all = new TreeMap<>();
    Log before = conversation.before(this);
    if (before != null) {
      all.putAll(before.changes().headMap(survived(), true));
      all.keySet().removeIf(known::contains);
    }
    all.putAll(roster.changes());
    return all;
  }

  /** All that is known, for a ledger elsewhere; to be audited before. */
  synchronized LogPart part() {
    List<LogPart.Entry> retained = new ArrayList<>();
    known
        .and(Ranges.of(window.lowest(), window.lowest() + Window.SPAN_MAX))
        .forEach(seq -> retained.add(new LogPart.Entry(seq, value(seq), window.note(seq))));
    retained.removeIf(entry -> entry.value() == 0);
    return new LogPart(known, roster.changes(), stored, strangers, digests, retained, unchecked);
  }

  /** Takes what another part of the run knows, whose devices are others; both are audited. */
  synchronized void merge(LogPart other) {
    boolean balanced = part().balances() && other.balances();
    compareDigests(other);
    other.changes().forEach(this::mergeChange);
    for (LogPart.Entry entry : other.retained()) {
      mergeEntry(entry);
    }
    known.addAll(other.known());
    strangers.addAll(other.strangers());
    other
        .stored()
        .forEach((sender, own) -> stored.computeIfAbsent(sender, s -> new Ranges()).addAll(own));
    unchecked += other.unchecked();
    audited = Math.max(audited, known.last() + 1);
    if (balanced && !part().balances()) {
      tell(Breach.DISAGREEMENT, known.last(), "or one before differs between workers");
    }
  }

  /** Where both know the same seqs they must know the same entries. */
  private void compareDigests(LogPart other) {
    for (Map.Entry<Long, Long> block : other.digests().entrySet()) {
      long first = block.getKey() * DIGEST_BLOCK;
      Ranges all = Ranges.of(first, first + DIGEST_BLOCK - 1);
      Ranges here = known.and(all);
      Ranges there = other.known().and(all);
      Long own = digests.get(block.getKey());
      boolean same = here.minus(there).isEmpty() && there.minus(here).isEmpty();
      if (same && !block.getValue().equals(own)) {
        tell(Breach.DISAGREEMENT, there.first(), "or one soon after differs between workers");
      }
      if (there.count() > here.count()) {
        digests.put(block.getKey(), block.getValue());
      }
    }
  }

  private void mergeChange(long seq, Roster.Change change) {
    long own = roster.value(seq);
    if (own == 0) {
      roster.take(seq, change.value(), change.kind(), change.users());
    } else if (own != change.value()) {
      tell(Breach.DISAGREEMENT, seq, "is another change in another worker");
    }
  }

  private void mergeEntry(LogPart.Entry entry) {
    long own = window.value(entry.seq());
    if (own == 0 && window.reaches(entry.seq())) {
      window.put(entry.seq(), entry.value(), entry.note());
    } else if (own != 0 && own != entry.value()) {
      tell(Breach.DISAGREEMENT, entry.seq(), "is another entry in another worker");
    }
  }

  /** The highest seq known to exist. */
  synchronized long head() {
    return known.last();
  }

  /** The lowest seq known to exist; 0 when none is. */
  synchronized long lowest() {
    return known.isEmpty() ? 0 : known.first();
  }

  synchronized boolean has(int device, long counter) {
    Ranges counters = stored.get(device);
    return counters != null && counters.contains(counter);
  }

  /** Which of a device's messages are in the log. */
  synchronized Ranges stored(int device) {
    return stored.getOrDefault(device, new Ranges());
  }

  synchronized long note(long seq) {
    return window.note(seq);
  }

  /** Entries that could not be kept for comparison. */
  synchronized long unchecked() {
    return unchecked;
  }

  /** Entries that there is room for: what is in flight, or missing somewhere. */
  synchronized long retained() {
    return window.room();
  }
}
