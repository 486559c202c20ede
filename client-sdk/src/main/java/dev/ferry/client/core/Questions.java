package dev.ferry.client.core;

import dev.ferry.client.FerryException;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.GroupAck;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The app's own questions, asked until they are answered.
 *
 * <p>The server recognises a repeated change, as it does a repeated send, among the last {@code
 * unacked_max} things that it accepted of the device in the conversation. So that a change is
 * always among them, and never pushes a send out of them, one change of a group goes at a time,
 * after the sends whose fate is open, and no further send goes before it was answered.
 *
 * <p>So a change also keeps its place among the sends into its group: it waits until those that
 * were put into the outbox before it were acked or refused, and those put in after it wait for it.
 * Only sends that the group's slow mode delays are overtaken: it may last longer than anybody would
 * wait to leave.
 */
final class Questions {
  /** Questions without an answer, waiting ones included; more are refused. */
  static final int OPEN_MAX = 256;

  private static final int IN_FLIGHT_MAX = 4;
  private static final long RETRY_BASE_MS = 200;

  /** Hears what answers say of logs. */
  interface Told {
    /** How far a group's log goes after a change. */
    void changed(String group, GroupAck ack, long nowMs) throws MalformedFrameException;

    /** What the app is given of a log; it may be ahead of the pushes. */
    void shown(MessagePage page) throws MalformedFrameException;

    /** What the app is given of its conversations, in the answer to that request. */
    void listed(Heads heads, long requestId, long nowMs) throws MalformedFrameException;
  }

  private final Calls calls;
  private final Backoff backoff;
  private final Outbox outbox;
  private final Told told;
  private final Set<Asked<?>> open = new LinkedHashSet<>();
  private final Agenda<Asked<?>> agenda = new Agenda<>();

  /** The changes of each group that were not answered; the first has its turn. */
  private final Map<String, Deque<Asked<?>>> turns = new LinkedHashMap<>();

  private SendLimits limits = SendLimits.UNKNOWN;
  private int inFlight;

  Questions(Calls calls, Random random, Outbox outbox, Told told) {
    this.calls = calls;
    this.backoff = new Backoff(random, RETRY_BASE_MS);
    this.outbox = outbox;
    this.told = told;
  }

  void limits(SendLimits limits) {
    this.limits = limits;
  }

  <T> void ask(Question<T> question, Answer<T> answer, long nowMs) {
    if (open.size() >= OPEN_MAX) {
      answer.failed(
          new FerryException(
              FerryException.Kind.OUTBOX_FULL, "questions without an answer: " + OPEN_MAX));
      return;
    }
    Asked<T> asked = new Asked<>(question, answer, outbox.lastOrder());
    open.add(asked);
    if (!question.changes()) {
      agenda.put(asked, nowMs);
      return;
    }
    Deque<Asked<?>> turn = turns.computeIfAbsent(question.group(), group -> new ArrayDeque<>());
    turn.add(asked);
    if (turn.size() == 1) {
      outbox.hold(question.group(), asked.lastBefore, nowMs);
    }
  }

  void pump(long nowMs) {
    beginTurns(nowMs);
    while (nextMs() <= nowMs) {
      Asked<?> asked = agenda.pollDue(nowMs);
      if (asked == null) {
        return;
      }
      ClientFrame frame = asked.question.frame();
      if (limits.takes(frame)) {
        inFlight++;
        calls.call(frame.toBuilder(), asked, nowMs);
      } else {
        close(asked, nowMs);
        asked.answer.failed(limits.tooLarge(frame));
        beginTurns(nowMs);
      }
    }
  }

  private void beginTurns(long nowMs) {
    for (Map.Entry<String, Deque<Asked<?>>> turn : turns.entrySet()) {
      Asked<?> first = turn.getValue().element();
      if (!first.begun && outbox.settled(turn.getKey())) {
        first.begun = true;
        outbox.hold(turn.getKey(), 0, nowMs);
        agenda.put(first, nowMs);
      }
    }
  }

  /**
   * When {@link #pump} can do something next, in milliseconds. A turn begins after some other
   * input, or after the outbox was pumped, and does not count.
   */
  long nextMs() {
    return inFlight < IN_FLIGHT_MAX && calls.room() ? agenda.nextMs() : Long.MAX_VALUE;
  }

  void end(FerryException reason) {
    List<Asked<?>> ended = new ArrayList<>(open);
    open.clear();
    turns.clear();
    for (Asked<?> asked : ended) {
      agenda.remove(asked);
      asked.answer.failed(reason);
    }
  }

  private void close(Asked<?> asked, long nowMs) {
    open.remove(asked);
    if (!asked.question.changes()) {
      return;
    }
    String group = asked.question.group();
    Deque<Asked<?>> turn = turns.get(group);
    if (turn != null) {
      turn.remove();
      Asked<?> next = turn.peek();
      if (next == null) {
        turns.remove(group);
        outbox.release(group, nowMs);
      } else {
        outbox.hold(group, next.lastBefore, nowMs);
      }
    }
  }

  private final class Asked<T> extends Agenda.Item implements Calls.Caller {
    private final Question<T> question;
    private final Answer<T> answer;

    /** The order of the last message that was put into the outbox before it. */
    private final long lastBefore;

    private int failures;

    /** Of a change: it had its turn, so it may have been made. */
    private boolean begun;

    Asked(Question<T> question, Answer<T> answer, long lastBefore) {
      this.question = question;
      this.answer = answer;
      this.lastBefore = lastBefore;
    }

    @Override
    public void answered(ServerFrame frame, long nowMs) throws MalformedFrameException {
      inFlight--;
      T value;
      try {
        value = question.read(frame);
      } catch (MalformedFrameException e) {
        agenda.put(this, nowMs);
        throw e;
      }
      close(this, nowMs);
      answer.answered(value);
      if (question.changes()) {
        told.changed(question.group(), frame.getGroupAck(), nowMs);
      } else if (frame.hasMessagePage()) {
        told.shown(frame.getMessagePage());
      } else if (frame.hasHeads()) {
        told.listed(frame.getHeads(), frame.getRequestId(), nowMs);
      }
    }

    @Override
    public void refused(Error error, long nowMs) {
      inFlight--;
      if (error.getDuty() == Duty.FIX) {
        close(this, nowMs);
        answer.failed(Wire.exception(error));
      } else {
        agenda.put(this, nowMs + Wire.retryAfterMs(error) + backoff.delayMs(failures++));
      }
    }

    @Override
    public void lost(long nowMs) {
      inFlight--;
      agenda.put(this, nowMs);
    }
  }
}
