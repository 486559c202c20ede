package dev.ferry.client.core;

import com.google.protobuf.ByteString;
import dev.ferry.client.store.Position;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.FetchMessages;
import dev.ferry.protocol.v1.GroupAck;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Receives: applies pushes, pages and own acks in order, exactly once, and pulls what lacks. The
 * rules are the table in docs/protocol.md.
 */
final class Conversations implements Questions.Told {
  /** How long a hole may wait for the push that fills it. */
  static final long HOLE_MS = 200;

  private static final int PULLS_MAX = 4;
  private static final long RETRY_BASE_MS = 200;

  /** Hears of what is valid. */
  interface Sight {
    /** A message, before it is applied. */
    void seen(Message message, long nowMs);

    /** An entry of the life of its log that is believed. */
    void stands(Message message);

    /** How far a log goes, in the life that is believed. */
    void stands(Head head);

    /** An entry, of whatever life of its log, that the app was given in a page of history. */
    void shown(Message message);

    /** The next entry of its conversation, exactly once. */
    void apply(Message message);

    /** A conversation was received up to here. */
    void received(String conversation, Position position);
  }

  private final int firstSightMessages;
  private final Effects effects;
  private final Calls calls;
  private final Backoff backoff;
  private final Sight sight;
  private final Map<String, ConversationTracker> trackers = new HashMap<>();

  /** Those that lack something, whether or not it can be pulled now. */
  private final Set<ConversationTracker> lacking = new LinkedHashSet<>();

  /** Conversations that lack something, by when to pull it; those being pulled are not listed. */
  private final Agenda<ConversationTracker> agenda = new Agenda<>();

  private int pulls;
  private boolean receiving = true;

  Conversations(int firstSightMessages, Effects effects, Calls calls, Random random, Sight sight) {
    this.firstSightMessages = firstSightMessages;
    this.effects = effects;
    this.calls = calls;
    this.backoff = new Backoff(random, RETRY_BASE_MS);
    this.sight = sight;
  }

  void load(Map<String, Position> positions) {
    for (Map.Entry<String, Position> known : positions.entrySet()) {
      Position position = known.getValue();
      trackers.put(
          known.getKey(),
          new ConversationTracker(known.getKey(), position.epoch(), position.seq() + 1, 0));
    }
  }

  /**
   * Whether messages are wanted. While they are not, a push only tells how far its log goes, and
   * nothing is pulled; afterwards everything that lacks is.
   */
  void receive(boolean wanted, long nowMs) {
    if (wanted && !receiving) {
      wantAll(nowMs);
    }
    receiving = wanted;
  }

  /** Pulls whatever lacks, also what was refused before. */
  void wantAll(long nowMs) {
    for (ConversationTracker tracker : lacking) {
      want(tracker, nowMs);
    }
  }

  /**
   * What was received of the groups that the user is in.
   *
   * @param read how far the user has read each, as the server is known to have it
   */
  ByteString groupDigest(ToLongFunction<String> read) {
    return GroupDigest.of(trackers.values(), read);
  }

  /** Whether any conversation is known to go further than it was received. */
  boolean lacks() {
    return !lacking.isEmpty();
  }

  /** A push, or an ack that says the same. */
  void push(Message message, long nowMs) throws MalformedFrameException {
    LogWire.check(message, message.getConversation());
    ConversationTracker tracker = trackers.get(message.getConversation());
    if (tracker != null && message.getEpoch() < tracker.epoch()) {
      return;
    }
    sight.seen(message, nowMs);
    long start = Math.min(message.getSeq(), firstSight(message.getSeq()));
    tracker = known(message.getConversation(), message.getEpoch(), start);
    sight.stands(message);
    long before = tracker.next();
    if (receiving) {
      tracker.take(message, this::apply);
    } else {
      tracker.reaches(message.getSeq());
    }
    boolean moved = tracker.next() != before;
    if (moved) {
      received(tracker);
    }
    review(tracker);
    if (moved || !agenda.contains(tracker)) {
      want(tracker, nowMs + HOLE_MS);
    }
  }

  /** An event says that a log goes at least this far. */
  void headPush(Head head, long nowMs) throws MalformedFrameException {
    reaches(head.getConversation(), head.getEpoch(), head.getSeq(), nowMs);
    ConversationTracker tracker = trackers.get(head.getConversation());
    if (tracker != null && tracker.epoch() == head.getEpoch()) {
      sight.stands(head);
    }
    if (tracker != null) {
      tracker.left = head.getLeft();
    }
  }

  /** The answer to a change says so; the change's own entry may be on its way. */
  @Override
  public void changed(String group, GroupAck ack, long nowMs) throws MalformedFrameException {
    if (!ack.getPending()) {
      reaches(group, ack.getEpoch(), ack.getSeq(), nowMs + HOLE_MS);
    }
  }

  /** Entries of a page of history are received, and reach the app as new, in their turn. */
  @Override
  public void shown(MessagePage page) throws MalformedFrameException {
    LogWire.check(page, page.getConversation());
    for (Message listed : page.getMessagesList()) {
      sight.shown(LogWire.inLifeOf(page, listed));
    }
  }

  @Override
  public void listed(Heads heads, long requestId, long nowMs) throws MalformedFrameException {
    for (Head head : heads.getHeadsList()) {
      head(head, requestId, nowMs);
    }
  }

  private void reaches(String conversation, long epoch, long seq, long pullAtMs)
      throws MalformedFrameException {
    if (conversation.isEmpty() || seq < 0) {
      throw new MalformedFrameException("head " + seq + " of " + conversation);
    }
    ConversationTracker tracker = trackers.get(conversation);
    if (epoch == 0 || seq == 0 || (tracker != null && epoch < tracker.epoch())) {
      return;
    }
    tracker = known(conversation, epoch, Math.min(seq, firstSight(seq)));
    tracker.reaches(seq);
    review(tracker);
    if (pullAtMs < agenda.dueAtMs(tracker)) {
      want(tracker, pullAtMs);
    }
  }

  /** How far a log goes, in the answer to the request {@code requestId}. */
  void head(Head head, long requestId, long nowMs) throws MalformedFrameException {
    if (head.getConversation().isEmpty() || head.getSeq() < 0) {
      throw new MalformedFrameException("head of " + head.getConversation());
    }
    ConversationTracker tracker = trackers.get(head.getConversation());
    boolean stale =
        tracker != null
            && tracker.epoch() != head.getEpoch()
            && !tracker.believes(head.getEpoch(), requestId);
    if (head.getEpoch() == 0 || stale) {
      return;
    }
    tracker = known(head.getConversation(), head.getEpoch(), firstSight(head.getSeq()));
    sight.stands(head);
    tracker.left = head.getLeft();
    tracker.reaches(head.getSeq());
    review(tracker);
    want(tracker, nowMs);
  }

  /** The tracker of the conversation in this life of its log, a new or a reset one if need be. */
  private ConversationTracker known(String conversation, long epoch, long start) {
    ConversationTracker tracker = trackers.get(conversation);
    if (tracker == null) {
      tracker = new ConversationTracker(conversation, epoch, start, calls.lastRequestId());
      trackers.put(conversation, tracker);
      received(tracker);
    } else if (tracker.epoch() != epoch) {
      long old = tracker.epoch();
      tracker.begin(epoch, start, calls.lastRequestId());
      agenda.remove(tracker);
      effects.reset(conversation, old, epoch);
      received(tracker);
    }
    return tracker;
  }

  private long firstSight(long head) {
    return Math.max(1, head - firstSightMessages + 1);
  }

  private void received(ConversationTracker tracker) {
    effects.position(tracker.conversation, tracker.position());
    sight.received(tracker.conversation, tracker.position());
  }

  private void apply(Message message) {
    sight.apply(message);
  }

  /** After a change of what the tracker has or knows of. */
  private void review(ConversationTracker tracker) {
    if (tracker.lacks()) {
      lacking.add(tracker);
    } else {
      lacking.remove(tracker);
      agenda.remove(tracker);
    }
  }

  private void giveUp(ConversationTracker tracker) {
    tracker.giveUp();
    review(tracker);
  }

  /** Lists the conversation for a pull, if it lacks something and is not being pulled. */
  private void want(ConversationTracker tracker, long atMs) {
    if (tracker.lacks() && !tracker.pulling) {
      agenda.put(tracker, Math.max(atMs, tracker.notBeforeMs));
    }
  }

  void pump(long nowMs) {
    while (receiving && pulls < PULLS_MAX && calls.room()) {
      ConversationTracker tracker = agenda.pollDue(nowMs);
      if (tracker == null) {
        return;
      }
      pull(tracker, nowMs);
    }
  }

  /** When {@link #pump} can do something next, in milliseconds. */
  long nextMs() {
    return receiving && pulls < PULLS_MAX && calls.room() ? agenda.nextMs() : Long.MAX_VALUE;
  }

  private void pull(ConversationTracker tracker, long nowMs) {
    tracker.pulling = true;
    pulls++;
    FetchMessages fetch =
        FetchMessages.newBuilder()
            .setConversation(tracker.conversation)
            .setFromSeq(tracker.next())
            .setLimit(tracker.wanted())
            .build();
    Pull caller = new Pull(tracker);
    caller.requestId = calls.call(ClientFrame.newBuilder().setFetchMessages(fetch), caller, nowMs);
  }

  /** One FetchMessages under way. */
  private final class Pull implements Calls.Caller {
    private final ConversationTracker tracker;
    private final long fromSeq;
    private long requestId;

    Pull(ConversationTracker tracker) {
      this.tracker = tracker;
      this.fromSeq = tracker.next();
    }

    private void landed() {
      tracker.pulling = false;
      pulls--;
    }

    @Override
    public void answered(ServerFrame answer, long nowMs) throws MalformedFrameException {
      landed();
      if (answer.getBodyCase() != ServerFrame.BodyCase.MESSAGE_PAGE) {
        throw new MalformedFrameException("answer to a fetch: " + answer.getBodyCase());
      }
      page(this, answer.getMessagePage(), nowMs);
    }

    /**
     * Who may not read will not: nothing lacks any more. Any other mistake, the server's or this
     * client's, may pass: the conversation goes on lacking, and is pulled again when something
     * newer, or the next comparison of heads, is heard.
     */
    @Override
    public void refused(Error error, long nowMs) {
      landed();
      if (error.getCode() == ErrorCode.FORBIDDEN) {
        giveUp(tracker);
      } else if (error.getDuty() != Duty.FIX) {
        delay(tracker, Wire.retryAfterMs(error), nowMs);
      }
    }

    @Override
    public void lost(long nowMs) {
      landed();
      want(tracker, nowMs);
    }
  }

  private void delay(ConversationTracker tracker, long hintMs, long nowMs) {
    tracker.notBeforeMs = nowMs + hintMs + backoff.delayMs(tracker.failures++);
    want(tracker, nowMs);
  }

  private void page(Pull pull, MessagePage page, long nowMs) throws MalformedFrameException {
    ConversationTracker tracker = pull.tracker;
    LogWire.check(page, tracker.conversation);
    if (page.getEpoch() == 0) {
      giveUp(tracker);
      return;
    }
    if (page.getEpoch() != tracker.epoch() && !tracker.believes(page.getEpoch(), pull.requestId)) {
      want(tracker, nowMs);
      return;
    }
    known(tracker.conversation, page.getEpoch(), firstSight(page.getHeadSeq()));
    if (tracker.next() < pull.fromSeq) {
      // The page tells of a new life of the log, but only from a seq of the old one on: what its
      // first seq skips is not all that is skipped.
      tracker.reaches(page.getHeadSeq());
      review(tracker);
      want(tracker, nowMs);
      return;
    }
    long before = tracker.next();
    applyPage(tracker, page, nowMs);
    review(tracker);
    if (tracker.next() != before) {
      tracker.failures = 0;
      received(tracker);
      want(tracker, tracker.next() <= page.getHeadSeq() ? nowMs : nowMs + HOLE_MS);
    } else if (tracker.lacks()) {
      delay(tracker, HOLE_MS, nowMs);
    }
  }

  private void applyPage(ConversationTracker tracker, MessagePage page, long nowMs) {
    tracker.reaches(page.getHeadSeq());
    long firstKept = page.getFirstSeq() > 0 ? page.getFirstSeq() : page.getHeadSeq() + 1;
    tracker.skipTo(firstKept, this::apply);
    for (Message listed : page.getMessagesList()) {
      Message message = LogWire.inLifeOf(page, listed);
      sight.seen(message, nowMs);
      sight.stands(message);
      tracker.take(message, this::apply);
    }
  }
}
