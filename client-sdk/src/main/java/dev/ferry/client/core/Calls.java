package dev.ferry.client.core;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls of one connection that were not answered yet, oldest first. Their number stays below
 * the server's limit by two, which are left for pings.
 */
final class Calls {
  private static final int KEPT_FOR_PINGS = 2;
  private static final int LIMIT_UNSAID = 64;

  /** Who waits for an answer; exactly one of the methods is called. */
  interface Caller {
    void answered(ServerFrame answer, long nowMs) throws MalformedFrameException;

    void refused(Error error, long nowMs);

    /** The connection ended before the answer. */
    void lost(long nowMs);
  }

  private static final class Call {
    final Caller caller;
    final long sentAtMs;

    Call(Caller caller, long sentAtMs) {
      this.caller = caller;
      this.sentAtMs = sentAtMs;
    }
  }

  private final Effects effects;
  private final Map<Long, Call> open = new LinkedHashMap<>();
  private int openMax = 1;
  private long lastRequestId;
  private long lastSentAtMs;

  Calls(Effects effects) {
    this.effects = effects;
  }

  /** Sets the server's limit on unanswered calls; 0 where it does not say. */
  void limit(int callsMax) {
    openMax = Math.max(1, (callsMax > 0 ? callsMax : LIMIT_UNSAID) - KEPT_FOR_PINGS);
  }

  /** Whether a call other than a ping may be made now. */
  boolean room() {
    return open.size() < openMax;
  }

  /** Sends a frame under a request id that no other call of this core ever had. */
  long call(ClientFrame.Builder frame, Caller caller, long nowMs) {
    long requestId = ++lastRequestId;
    open.put(requestId, new Call(caller, nowMs));
    lastSentAtMs = nowMs;
    effects.transmit(frame.setRequestId(requestId).build().toByteArray());
    return requestId;
  }

  /** What becomes of an error that is not about the one call. */
  interface Refusals {
    void refused(Error error, long nowMs);
  }

  /** Hands an answer to whom it belongs; one that nobody waits for is ignored. */
  void answer(ServerFrame frame, Refusals ofAll, long nowMs) throws MalformedFrameException {
    Call call = open.remove(frame.getRequestId());
    if (call == null) {
      return;
    }
    if (frame.getBodyCase() != ServerFrame.BodyCase.ERROR) {
      call.caller.answered(frame, nowMs);
      return;
    }
    Error error = frame.getError();
    if (error.getDuty() == Duty.GIVE_UP || error.getDuty() == Duty.LOG_IN_AGAIN) {
      call.caller.lost(nowMs);
      ofAll.refused(error, nowMs);
    } else {
      call.caller.refused(error, nowMs);
    }
  }

  /** The id of the last call made; ids rise through all connections. */
  long lastRequestId() {
    return lastRequestId;
  }

  long lastSentAtMs() {
    return lastSentAtMs;
  }

  /** When the oldest unanswered call was sent; {@link Long#MAX_VALUE} when there is none. */
  long oldestSentAtMs() {
    return open.isEmpty() ? Long.MAX_VALUE : open.values().iterator().next().sentAtMs;
  }

  /** Ends all calls: the connection is gone. */
  void loseAll(long nowMs) {
    List<Call> lost = new ArrayList<>(open.values());
    open.clear();
    for (Call call : lost) {
      call.caller.lost(nowMs);
    }
  }
}
