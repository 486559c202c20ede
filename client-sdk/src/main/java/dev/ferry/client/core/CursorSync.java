package dev.ferry.client.core;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.CursorMove;
import dev.ferry.protocol.v1.CursorsMoved;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.MoveCursors;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Tells the server how far this device has received and its user has read: the first change at
 * once, what follows within a second in one batch. A batch that was not answered is sent again;
 * cursors only go forward, so that does no harm.
 */
final class CursorSync {
  static final long INTERVAL_MS = 1_000;
  static final int BATCH_MAX = 100;
  private static final long RETRY_BASE_MS = 500;

  private final Calls calls;
  private final Backoff backoff;
  private final Conversations conversations;
  private final Cursors cursors;
  private final Set<CursorState> waiting = new LinkedHashSet<>();
  private boolean inFlight;
  private int failures;
  private long notBeforeMs = Long.MIN_VALUE;

  CursorSync(
      String user,
      boolean reporting,
      Effects effects,
      Calls calls,
      Random random,
      Conversations conversations) {
    this.calls = calls;
    this.backoff = new Backoff(random, RETRY_BASE_MS);
    this.conversations = conversations;
    this.cursors = new Cursors(user, reporting, effects, waiting::add);
  }

  Cursors cursors() {
    return cursors;
  }

  void pump(long nowMs) {
    if (nextMs() > nowMs) {
      return;
    }
    Batch batch = new Batch();
    MoveCursors.Builder moves = MoveCursors.newBuilder();
    Iterator<CursorState> next = waiting.iterator();
    while (next.hasNext() && moves.getMovesCount() < BATCH_MAX) {
      CursorState state = next.next();
      next.remove();
      if (state.wants()) {
        moves.addMoves(batch.add(state));
      }
    }
    if (moves.getMovesCount() > 0) {
      inFlight = true;
      notBeforeMs = nowMs + INTERVAL_MS;
      batch.requestId = calls.call(ClientFrame.newBuilder().setMoveCursors(moves), batch, nowMs);
    }
  }

  /** When {@link #pump} can do something next, in milliseconds. */
  long nextMs() {
    return waiting.isEmpty() || inFlight || !calls.room()
        ? Long.MAX_VALUE
        : Math.max(notBeforeMs, calls.lastSentAtMs());
  }

  /** Moves under way, and how far they go. */
  private final class Batch implements Calls.Caller {
    private final List<CursorState> states = new ArrayList<>();
    private final List<CursorMove> moves = new ArrayList<>();
    private long requestId;

    CursorMove add(CursorState state) {
      CursorMove move =
          CursorMove.newBuilder()
              .setConversation(state.conversation)
              .setEpoch(state.epoch())
              .setDelivered(state.wantedDelivered())
              .setRead(state.wantedRead())
              .build();
      states.add(state);
      moves.add(move);
      return move;
    }

    @Override
    public void answered(ServerFrame answer, long nowMs) throws MalformedFrameException {
      inFlight = false;
      failures = 0;
      if (answer.getBodyCase() != ServerFrame.BodyCase.CURSORS_MOVED) {
        throw new MalformedFrameException("answer to cursors: " + answer.getBodyCase());
      }
      CursorsMoved moved = answer.getCursorsMoved();
      for (Head head : moved.getHeadsList()) {
        conversations.head(head, requestId, nowMs);
      }
      for (int i = 0; i < states.size(); i++) {
        if (moved.getRefusedList().contains(states.get(i).conversation)) {
          cursors.refused(states.get(i), moves.get(i));
        }
      }
      done();
    }

    private void done() {
      for (int i = 0; i < states.size(); i++) {
        CursorState state = states.get(i);
        CursorMove move = moves.get(i);
        if (state.epoch() == move.getEpoch()) {
          cursors.told(state, move.getDelivered(), move.getRead());
        }
      }
    }

    /** What is wrong with a batch stays wrong; it is not sent again. */
    @Override
    public void refused(Error error, long nowMs) {
      inFlight = false;
      if (error.getDuty() == Duty.FIX) {
        done();
      } else {
        notBeforeMs = nowMs + Wire.retryAfterMs(error) + backoff.delayMs(failures++);
        waiting.addAll(states);
      }
    }

    @Override
    public void lost(long nowMs) {
      inFlight = false;
      notBeforeMs = Long.MIN_VALUE;
      waiting.addAll(states);
    }
  }
}
