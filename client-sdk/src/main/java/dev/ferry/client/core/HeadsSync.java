package dev.ferry.client.core;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.FetchHeads;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.Random;

/** Compares the heads of all conversations with what was received, page by page. */
final class HeadsSync implements Calls.Caller {
  /** After CompareHeads the clients of a node come spread over this time. */
  private static final int SPREAD_MS = 500;

  private static final long RETRY_BASE_MS = 200;

  private final Calls calls;
  private final Conversations conversations;
  private final Random random;
  private final Backoff backoff;

  /** When the page after {@link #after} is to be fetched; MAX_VALUE when none is. */
  private long dueAtMs = Long.MAX_VALUE;

  private String after = "";
  private boolean inFlight;

  /** A comparison was asked for while another one is under way. */
  private boolean again;

  private long requestId;
  private int failures;

  HeadsSync(Calls calls, Conversations conversations, Random random) {
    this.calls = calls;
    this.conversations = conversations;
    this.random = random;
    this.backoff = new Backoff(random, RETRY_BASE_MS);
  }

  /** The first page came with the answer to the login. */
  void begin(Heads first, long requestId, long nowMs) throws MalformedFrameException {
    reset();
    this.requestId = requestId;
    page(first, nowMs);
  }

  /** Pushes may have been missed. */
  void compare(long nowMs) {
    if (inFlight || !after.isEmpty()) {
      again = true;
    } else if (dueAtMs == Long.MAX_VALUE) {
      dueAtMs = nowMs + random.nextInt(SPREAD_MS + 1);
    }
  }

  void pump(long nowMs) {
    if (nextMs() <= nowMs) {
      inFlight = true;
      dueAtMs = Long.MAX_VALUE;
      FetchHeads fetch = FetchHeads.newBuilder().setAfter(after).build();
      requestId = calls.call(ClientFrame.newBuilder().setFetchHeads(fetch), this, nowMs);
    }
  }

  /** When {@link #pump} can do something next, in milliseconds. */
  long nextMs() {
    return calls.room() ? dueAtMs : Long.MAX_VALUE;
  }

  @Override
  public void answered(ServerFrame answer, long nowMs) throws MalformedFrameException {
    inFlight = false;
    if (answer.getBodyCase() != ServerFrame.BodyCase.HEADS) {
      throw new MalformedFrameException("answer to heads: " + answer.getBodyCase());
    }
    failures = 0;
    page(answer.getHeads(), nowMs);
  }

  private void page(Heads heads, long nowMs) throws MalformedFrameException {
    for (Head head : heads.getHeadsList()) {
      conversations.head(head, requestId, nowMs);
    }
    if (!heads.getNext().isEmpty()) {
      if (heads.getNext().equals(after)) {
        throw new MalformedFrameException("heads go in circles at " + after);
      }
      after = heads.getNext();
      dueAtMs = nowMs;
    } else {
      finish(nowMs);
    }
  }

  private void finish(long nowMs) {
    after = "";
    if (again) {
      again = false;
      compare(nowMs);
    }
  }

  @Override
  public void refused(Error error, long nowMs) {
    inFlight = false;
    if (error.getDuty() == Duty.FIX) {
      finish(nowMs);
    } else {
      dueAtMs = nowMs + Wire.retryAfterMs(error) + backoff.delayMs(failures++);
    }
  }

  @Override
  public void lost(long nowMs) {
    inFlight = false;
  }

  private void reset() {
    dueAtMs = Long.MAX_VALUE;
    after = "";
    again = false;
    failures = 0;
  }
}
