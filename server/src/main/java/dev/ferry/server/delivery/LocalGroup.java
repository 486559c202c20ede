package dev.ferry.server.delivery;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Standing;
import dev.ferry.server.session.Burst;
import dev.ferry.server.session.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One group on one event loop: who gets its entries here, and the entries on their way. It follows
 * the group's channel as a state machine: entries are taken in seq order without a hole, and one
 * that changes the members takes effect after it was given to everybody before it and before the
 * next one is given to anybody (P6). Belongs to its loop.
 */
final class LocalGroup {
  /** Bytes in one burst; what waits beyond them goes with the next. */
  private static final int BURST_BYTES = 64 << 10;

  private static final int WAITING_MAX = 4096;

  /** What came of a {@link #step}. */
  enum Step {
    /** Nothing more to do for now. */
    IDLE,
    /** The burst has more to do; others first. */
    UNDER_WAY,
    /** The burst is over, and something waits for the next one; others first. */
    MORE,
    /** An entry is missing: who is a member now must be asked. */
    HOLE
  }

  final ConversationId id;

  /** Replaced when it has failed. */
  CompletionStage<Void> subscribed;

  private final Backlog backlog;

  /** Sessions of members. */
  final Seats seats = new Seats();

  /** Sessions of users whose admission has yet to be taken up here; {@link Roster} keeps it. */
  final List<Session> awaiting = new ArrayList<>(0);

  /** Logins, and other ways in, that are under way and keep the group here. */
  int entering;

  /** Whether it waits for its turn to deliver. */
  boolean listed;

  /** Whether it left the loop. */
  boolean dropped;

  /** Whether the members are being asked for; nothing is delivered meanwhile. */
  boolean unsure;

  /** Whether the following three are known. */
  private boolean known;

  private long epoch;

  /** The seats are right as of this entry, and it was delivered. */
  private long applied;

  /** The newest change up to there. */
  private long version;

  /** The newest place in the log that is known of, from the bus or from Redis. */
  private long newestEpoch;

  private long newestSeq;

  /** The newest change that is known of, in that epoch. */
  private long newestVersion;

  private @Nullable ArrayDeque<GroupEntry> waiting;
  private @Nullable Sending sending;

  /** Goes with the next burst, behind its entries; the newest one only. */
  private byte @Nullable [] hint;

  /**
   * A burst that is being given to the seats.
   *
   * @param hint the last of its frames, if it is one
   */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  private record Sending(Burst burst, List<GroupEntry> entries, byte @Nullable [] hint) {
    @Nullable GroupEntry last() {
      return entries.isEmpty() ? null : entries.get(entries.size() - 1);
    }
  }

  /** A place in the log, as it is known at a moment. */
  record Place(long epoch, long seq) {
    /** Whether Redis, asked after this was known, has less: it has lost the end of the log. */
    boolean isLostIn(Standing read) {
      return read.epoch() != 0
          && (read.epoch() < epoch || (read.epoch() == epoch && read.logSeq() < seq));
    }
  }

  LocalGroup(ConversationId id, CompletionStage<Void> subscribed, Backlog backlog) {
    this.id = id;
    this.subscribed = subscribed;
    this.backlog = backlog;
  }

  long epoch() {
    return epoch;
  }

  long version() {
    return version;
  }

  long applied() {
    return applied;
  }

  /** The newest entry that a session which takes a seat now is not given. */
  long begun() {
    GroupEntry last = sending == null ? null : sending.last();
    return last == null ? applied : last.seq();
  }

  Place newest() {
    return new Place(newestEpoch, newestSeq);
  }

  /** Whether a change is known of that what was read does not have. */
  boolean outdates(Standing read) {
    return newestEpoch > read.epoch()
        || (newestEpoch == read.epoch() && newestVersion > read.version());
  }

  boolean knows(long otherEpoch) {
    return known && epoch == otherEpoch;
  }

  boolean isKnown() {
    return known;
  }

  /** The seats are right as of what was read. A burst that was under way ends early. */
  void begin(Standing read) {
    endSending();
    known = true;
    unsure = false;
    epoch = read.epoch();
    applied = read.logSeq();
    version = read.version();
    learn(read.epoch(), read.logSeq(), read.version());
  }

  /** Redis has lost the end of the log, and what was heard of it means nothing any more. */
  void loseEnd() {
    clearWaiting();
    newestEpoch = 0;
  }

  private void learn(long ofEpoch, long seq, long change) {
    if (ofEpoch > newestEpoch) {
      newestEpoch = ofEpoch;
      newestSeq = seq;
      newestVersion = change;
    } else if (ofEpoch == newestEpoch) {
      newestSeq = Math.max(newestSeq, seq);
      newestVersion = Math.max(newestVersion, change);
    }
  }

  /** Whether the seats may be behind what was heard, or something waits to be delivered. */
  boolean isBusy() {
    return !known || unsure || dropped || waiting != null || sending != null;
  }

  /** Whether nobody needs this group here. */
  boolean isIdle() {
    return seats.count() == 0 && entering == 0 && awaiting.isEmpty();
  }

  /** Nobody is here to deliver to: whoever comes next begins anew. */
  void forget() {
    known = false;
    unsure = false;
    hint = null;
    clearWaiting();
  }

  /** An entry came from the bus. Beyond the limits all are dropped, and found missing. */
  void hear(GroupEntry heard) {
    learn(heard.epoch(), heard.seq(), heard.tellsOfChange() ? heard.seq() : 0);
    if (waiting == null) {
      waiting = new ArrayDeque<>(2);
    } else if (waiting.size() >= WAITING_MAX || backlog.isFull()) {
      clearWaiting();
      waiting = new ArrayDeque<>(2);
    }
    waiting.add(heard);
    backlog.add(heard.frame().length);
  }

  /** Something for all members came from the bus. */
  void hint(byte[] frame) {
    hint = frame;
  }

  private void clearWaiting() {
    while (waiting != null) {
      takeFirst();
    }
  }

  /** Delivers to a few sessions; {@link Members} makes the changes that the entries tell of. */
  Step step(int sessionsMost, Members members) {
    if (unsure || dropped || !known) {
      return Step.IDLE;
    }
    if (sending == null) {
      Step next = gather();
      if (next != Step.MORE) {
        return next;
      }
    }
    Sending now = sending;
    if (now == null || !seats.walk(sessionsMost, session -> give(now, session))) {
      return Step.UNDER_WAY;
    }
    finish(now, members);
    return waiting == null && hint == null ? Step.IDLE : Step.MORE;
  }

  /** Takes the next burst from what waits; MORE when there is one. */
  private Step gather() {
    List<GroupEntry> taken = new ArrayList<>();
    Step end = Step.IDLE;
    int bytes = 0;
    long next = applied + 1;
    while (waiting != null && end == Step.IDLE) {
      GroupEntry first = waiting.getFirst();
      if (first.epoch() < epoch || (first.epoch() == epoch && first.seq() < next)) {
        takeFirst();
      } else if (first.epoch() != epoch || first.seq() != next) {
        end = Step.HOLE;
      } else if (bytes > 0 && bytes + first.frame().length > BURST_BYTES) {
        end = Step.MORE;
      } else {
        taken.add(first);
        takeFirst();
        bytes += first.frame().length;
        next++;
        end = first.changesMembers() ? Step.MORE : Step.IDLE;
      }
    }
    if (taken.isEmpty() && (hint == null || end == Step.HOLE)) {
      return end;
    }
    List<byte[]> frames = new ArrayList<>(taken.stream().map(GroupEntry::frame).toList());
    if (hint != null) {
      frames.add(hint);
    }
    sending = new Sending(new Burst(frames), taken, hint);
    hint = null;
    seats.beginWalk();
    return Step.MORE;
  }

  private void takeFirst() {
    if (waiting != null) {
      backlog.add(-waiting.removeFirst().frame().length);
      if (waiting.isEmpty()) {
        waiting = null;
      }
    }
  }

  /**
   * A sender's session has the ack; of a change it made it gets the entry as well, which says more
   * than the ack.
   */
  private static void give(Sending now, Session session) {
    boolean sender = false;
    for (GroupEntry each : now.entries()) {
      sender |= !each.tellsOfChange() && session.sent(each.entry());
    }
    if (!sender) {
      session.push(now.burst());
      return;
    }
    for (GroupEntry each : now.entries()) {
      if (each.tellsOfChange() || !session.sent(each.entry())) {
        session.push(each.frame());
      }
    }
    if (now.hint() != null) {
      session.push(now.hint());
    }
  }

  private void finish(Sending done, Members members) {
    endSending();
    GroupEntry last = done.last();
    if (last == null) {
      return;
    }
    applied = last.seq();
    for (GroupEntry each : done.entries()) {
      version = each.tellsOfChange() ? each.seq() : version;
    }
    if (last.changesMembers()) {
      members.change(this, last);
    }
  }

  /** Makes the change of members that an entry tells of. */
  interface Members {
    void change(LocalGroup group, GroupEntry entry);
  }

  /** The group leaves the loop. */
  void drop() {
    dropped = true;
    hint = null;
    clearWaiting();
    endSending();
  }

  private void endSending() {
    if (sending != null) {
      sending.burst().close();
      sending = null;
      seats.endWalk();
    }
  }
}
