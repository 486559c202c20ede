package dev.ferry.client.core;

import dev.ferry.client.store.OutgoingMessage;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The unacked messages of one conversation, in the order of sending.
 *
 * <p>An acked message leaves only when all before it were acked, because the window is counted from
 * the first unacked one: the server remembers the last {@code unacked_max} messages that it
 * accepted, and the first unacked one must still be among them when it is sent again.
 */
final class Lane extends Agenda.Item {

  /** A message on its way. */
  static final class Entry {
    final Lane lane;
    final OutgoingMessage message;

    /** Rises with every message that is put into the outbox. */
    final long order;

    boolean acked;
    boolean inFlight;

    /** The server may have it, though its ack did not come. */
    boolean doubtful;

    Entry(Lane lane, OutgoingMessage message, long order) {
      this.lane = lane;
      this.message = message;
      this.order = order;
    }
  }

  final String conversation;
  final Deque<Entry> entries = new ArrayDeque<>();

  /** Calls of this lane without an answer. */
  int inFlight;

  /** Entries that are doubtful. */
  int doubtful;

  /**
   * A send failed: all answers are awaited, then the lane is resent from its first unacked message,
   * not before {@link #resendAtMs}.
   */
  boolean recovering;

  long resendAtMs;

  /** Of a lane that recovers: its group's slow mode is among the reasons. */
  boolean slow;

  int failures;

  Lane(String conversation) {
    this.conversation = conversation;
  }

  /** The order of the first unacked message; {@link Long#MAX_VALUE} when there is none. */
  long firstUnacked() {
    for (Entry entry : entries) {
      if (!entry.acked) {
        return entry.order;
      }
    }
    return Long.MAX_VALUE;
  }
}
