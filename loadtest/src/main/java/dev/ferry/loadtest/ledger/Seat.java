package dev.ferry.loadtest.ledger;

import dev.ferry.client.ConversationCursor;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.message.Operation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A device in a conversation. All methods belong to the device's loop, one call after the other, in
 * the order in which things happened to the device.
 */
public final class Seat {

  /** A message on its way; {@code epoch} and {@code seq} where it was seen without an ack, or 0. */
  record Sent(long atMs, long epoch, long seq) {}

  private final Device device;
  private final Conversation conversation;
  private final Ledger ledger;

  /** Messages neither acked nor refused, by counter; the sender bounds how many there are. */
  private final Map<Long, Sent> open = new HashMap<>();

  private final Ranges refused = new Ranges();
  private final List<Reading> past = new ArrayList<>();

  /** Acks of epochs that this device has not heard of otherwise. */
  private final Map<Long, Ranges> earlyAcks = new HashMap<>();

  private final CursorView view = new CursorView();

  /** Null where what becomes of messages is not compared; set before anything is shown. */
  private volatile @Nullable OutcomeView outcomes;

  private long sent;
  private long acked;

  /** Sends without an answer; written by the device's loop, read by any thread. */
  private volatile int unanswered;

  /** Written by the device's loop, read by any thread. */
  private volatile @Nullable Reading reading;

  Seat(Device device, Conversation conversation) {
    this.device = device;
    this.conversation = conversation;
    this.ledger = conversation.ledger();
  }

  public Device device() {
    return device;
  }

  public Conversation conversation() {
    return conversation;
  }

  public CursorView view() {
    return view;
  }

  /** Counts a message that is about to be sent; the client message id it must have. */
  public UUID send() {
    open.put(++sent, new Sent(ledger.notes().nowMs(), 0, 0));
    unanswered = open.size();
    return ledger.origins().id(device, conversation, sent);
  }

  /** The server acked a message of {@link #send}; call it for each ack that comes. */
  public void acked(UUID id, long epoch, long seq) {
    view.read(epoch, seq);
    answered(id, epoch, seq);
  }

  /** The same of an operation, which reads nothing and does not count as unread. */
  public void operated(UUID id, long epoch, long seq, Deed deed) {
    answered(id, epoch, seq);
    does(epoch, seq, deed);
  }

  /** The server acked an operation that found all as it wants it: there is no entry. */
  public void changedNothing(UUID id) {
    if (open.remove(Origins.counter(Origins.origin(id))) != null) {
      unanswered = open.size();
      acked++;
    }
  }

  private void does(long epoch, long seq, Deed deed) {
    conversation.log(epoch).silent(seq);
    if (!conversation.outcomes().learn(epoch, seq, deed)) {
      String text = "is another operation than it was: " + deed;
      tell(Breach.OPERATION_DISAGREES, epoch, seq, conversation.log(epoch).value(seq), text);
    }
  }

  /** Has what becomes of messages compared on this device; before it is shown any. */
  public void watchOutcomes() {
    OutcomeView watched = new OutcomeView(device);
    outcomes = watched;
    conversation.outcomes().add(watched);
  }

  private void answered(UUID id, long epoch, long seq) {
    long origin = Origins.origin(id);
    Sent was = open.remove(Origins.counter(origin));
    unanswered = open.size();
    Log log = conversation.log(epoch);
    long known = log.learn(seq, origin, ledger.notes().note(device, true), null);
    if (was == null) {
      if (known != origin) {
        tell(Breach.ACKED_TWICE, epoch, seq, origin, "was acked before, elsewhere");
      }
      return;
    }
    acked++;
    boolean moved = was.epoch() == epoch && was.seq() != seq;
    if (known != origin || moved) {
      String there = moved ? "is at " + was.seq() : "shares its place with " + name(known);
      tell(Breach.ACK_DISAGREES, epoch, seq, origin, "was acked here, but " + there);
    }
    own(epoch, seq);
  }

  private void own(long epoch, long seq) {
    Reading now = reading;
    if (now == null) {
      now = begin(epoch, 1);
      now.beginWithAck();
    }
    if (now.log().epoch() == epoch) {
      now.acked(seq);
    } else if (now.log().epoch() < epoch) {
      earlyAcks.computeIfAbsent(epoch, key -> new Ranges()).add(seq);
    }
  }

  /** The server refused a message of {@link #send} for good. */
  public void refused(UUID id, String code) {
    long counter = Origins.counter(Origins.origin(id));
    if (open.remove(counter) != null) {
      unanswered = open.size();
      refused.add(counter);
      ledger.countRefusals(code, 1);
    }
  }

  /**
   * The device was told, or knows from before the run, that the log begins for it at {@code
   * fromSeq}. Without this, everything since its user's admission is expected in the first epoch,
   * and everything since the first entry shown in later ones.
   */
  public void opened(long epoch, long fromSeq) {
    Reading now = reading;
    if (now == null || (now.ackedOnly() && now.log().epoch() != epoch)) {
      now = begin(epoch, fromSeq);
    }
    if (now.log().epoch() == epoch) {
      now.openAt(fromSeq);
      now.log().startAt(fromSeq);
    }
  }

  /** The device was told that the log has a new life. */
  public void reset(long oldEpoch, long newEpoch) {
    Reading now = reading;
    if (now != null && now.log().epoch() == newEpoch && !now.ackedOnly()) {
      tell(Breach.RESET_TWICE, newEpoch, 0, 0, "reset from " + oldEpoch + " was told before");
      return;
    }
    begin(newEpoch, 0);
  }

  /** The device was told how far a user has come: its own, or the other of a direct one. */
  public void cursor(ConversationCursor cursor) {
    boolean own = cursor.user().equals(device.user());
    if (!view.told(own, cursor.epoch(), cursor.delivered(), cursor.read())) {
      String text = "was told of " + cursor + ", after further ones";
      tell(Breach.CURSOR_BACK, cursor.epoch(), cursor.read(), 0, text);
    }
  }

  boolean allAnswered() {
    return unanswered == 0;
  }

  /** The device was shown an entry. */
  public void shown(ReceivedMessage entry) {
    long seq = entry.seq();
    Reading now = reading;
    if (now == null || now.log().epoch() != entry.epoch()) {
      now = turn(now, entry);
    }
    long value = ledger.origins().value(entry, conversation);
    if (now.log().value(seq) != value) {
      compare(now.log(), entry, value);
    }
    Operation operation = entry.operation();
    if (operation != null) {
      does(entry.epoch(), seq, Deed.of(entry, operation));
    } else if (entry.change() != null) {
      now.log().silent(seq);
    }
    OutcomeView watched = outcomes;
    if (watched != null) {
      watched.shown(entry);
    }
    if (Origins.device(value) == device.number() && value > 0) {
      sawOwn(value, entry);
    }
    if (!now.follows(seq)) {
      outOfTurn(now, seq, value);
    }
  }

  /** An entry of another epoch than the last one's. */
  private Reading turn(@Nullable Reading now, ReceivedMessage entry) {
    if (now == null || now.ackedOnly()) {
      return begin(entry.epoch(), 1);
    }
    long epoch = now.log().epoch();
    long value = ledger.origins().value(entry, conversation);
    if (entry.epoch() > epoch) {
      String text = "came without a reset from epoch " + epoch;
      tell(Breach.RESET_NOT_TOLD, entry.epoch(), entry.seq(), value, text);
      return begin(entry.epoch(), 0);
    }
    String text = "came after the reset to epoch " + epoch;
    tell(Breach.OLD_EPOCH, entry.epoch(), entry.seq(), value, text);
    // It belongs to what was read then; the device goes on with the newer epoch.
    for (Reading old : past) {
      if (old.log().epoch() == entry.epoch()) {
        return old;
      }
    }
    Reading old = new Reading(conversation.log(entry.epoch()), 0);
    past.add(old);
    return old;
  }

  private Reading begin(long epoch, long from) {
    Reading before = reading;
    Reading fresh = new Reading(conversation.log(epoch), from);
    if (before != null) {
      past.add(before);
      if (before.log() == fresh.log()) {
        before.has().forEach(fresh::acked);
      }
    }
    Ranges early = earlyAcks.remove(epoch);
    if (early != null) {
      early.forEach(fresh::acked);
    }
    reading = fresh;
    return fresh;
  }

  /** The slow way: the entry is new, or not what is known. */
  private void compare(Log log, ReceivedMessage entry, long value) {
    long note = ledger.notes().note(device, false);
    long known = log.learn(entry.seq(), value, note, entry.change());
    if (known != value) {
      long other = log.note(entry.seq());
      // An entry that nobody sent says nothing of where the acked message is.
      boolean sent = value > 0 || entry.change() != null;
      Breach breach = sent && Notes.acked(other) ? Breach.ACK_DISAGREES : Breach.DISAGREEMENT;
      String text = "came, but it is " + name(known) + ", " + ledger.notes().words(other);
      tell(breach, log.epoch(), entry.seq(), value, text);
    } else if (value < 0 && entry.change() == null && log.note(entry.seq()) == note) {
      tell(Breach.NEVER_SENT, log.epoch(), entry.seq(), value, "from " + entry.sender());
    }
  }

  private void sawOwn(long value, ReceivedMessage entry) {
    long counter = Origins.counter(value);
    if (!open.isEmpty()) {
      open.computeIfPresent(
          counter, (key, was) -> new Sent(was.atMs(), entry.epoch(), entry.seq()));
    }
  }

  private void outOfTurn(Reading now, long seq, long value) {
    boolean late = now.isPast(seq);
    if (!now.jumps(seq)) {
      tell(Breach.SHOWN_TWICE, now.log().epoch(), seq, value, "was shown before");
    } else if (late) {
      tell(Breach.SHOWN_LATE, now.log().epoch(), seq, value, "came after a higher seq");
    }
  }

  private String name(long value) {
    return ledger.notes().entry(value);
  }

  private void tell(Breach breach, long epoch, long seq, long value, String text) {
    ledger
        .breaches()
        .add(
            new Story(
                breach,
                ledger.notes().nowMs(),
                device.toString(),
                device.node(),
                conversation.id(),
                epoch,
                seq,
                name(value) + " " + text));
  }

  void write(DataOutput to) throws IOException {
    to.writeLong(sent);
    to.writeLong(acked);
    refused.write(to);
    to.writeInt(open.size());
    for (long counter : open.keySet()) {
      to.writeLong(counter);
    }
    Reading now = reading;
    to.writeInt(past.size() + (now == null ? 0 : 1));
    for (Reading old : past) {
      old.write(to);
    }
    if (now != null) {
      now.write(to);
    }
  }

  /** Takes over what the same seat was in another ledger. */
  void merge(DataInput from) throws IOException {
    sent = from.readLong();
    acked = from.readLong();
    refused.addAll(Ranges.read(from));
    for (int i = from.readInt(); i > 0; i--) {
      open.put(from.readLong(), new Sent(0, 0, 0));
    }
    int readings = from.readInt();
    for (int i = 0; i < readings; i++) {
      Reading each = Reading.read(from, conversation);
      if (i < readings - 1) {
        past.add(each);
      } else {
        reading = each;
      }
    }
  }

  @Nullable Reading reading() {
    return reading;
  }

  List<Reading> past() {
    return past;
  }

  Map<Long, Sent> open() {
    return open;
  }

  Ranges refused() {
    return refused;
  }

  long sentCount() {
    return sent;
  }

  long ackedCount() {
    return acked;
  }
}
