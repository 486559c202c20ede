package dev.ferry.client.core;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.FetchHeads;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.Random;

/**
 * Compares heads with what was received, page by page: those of all conversations, or of those that
 * had activity since the last whole comparison.
 *
 * <p>Within this life what a comparison told is in the trackers, so once it came whole the next one
 * may ask from its version on. A later life knows only what was saved: for it the version counts
 * once nothing lacks, so that it rather compares too much than misses something.
 */
final class HeadsSync implements Calls.Caller {
  /** After CompareHeads the clients of a node come spread over this time. */
  private static final int SPREAD_MS = 500;

  private static final long RETRY_BASE_MS = 200;

  private final Effects effects;
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

  /** Of the comparison under way, from its first page. */
  private long version;

  /** Of the last comparison that came whole in this life, at first of an earlier one. */
  private long since;

  /** What a later life of the device will ask from. */
  private long saved;

  HeadsSync(Effects effects, Calls calls, Conversations conversations, Random random) {
    this.effects = effects;
    this.calls = calls;
    this.conversations = conversations;
    this.random = random;
    this.backoff = new Backoff(random, RETRY_BASE_MS);
  }

  /** Takes over what an earlier life of the device saved. */
  void load(long version) {
    since = version;
    saved = version;
  }

  /** The version to ask from; 0 for all conversations. */
  long since() {
    return since;
  }

  /** The first page came with the answer to the login. */
  void begin(Heads first, long requestId, long nowMs) throws MalformedFrameException {
    reset();
    conversations.wantAll(nowMs);
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
      if (after.isEmpty()) {
        conversations.wantAll(nowMs);
      }
      inFlight = true;
      dueAtMs = Long.MAX_VALUE;
      FetchHeads fetch = FetchHeads.newBuilder().setAfter(after).setSince(since).build();
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
    if (after.isEmpty()) {
      version = heads.getVersion();
    }
    conversations.listed(heads, requestId, nowMs);
    if (!heads.getNext().isEmpty()) {
      if (heads.getNext().equals(after)) {
        throw new MalformedFrameException("heads go in circles at " + after);
      }
      after = heads.getNext();
      dueAtMs = nowMs;
    } else {
      since = version;
      finish(nowMs);
    }
  }

  /** Saves the version once nothing lacks. */
  void settle() {
    if (since != saved && !conversations.lacks()) {
      saved = since;
      effects.headsVersion(since);
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
