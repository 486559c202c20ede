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
    boolean acked;
    boolean inFlight;

    Entry(Lane lane, OutgoingMessage message) {
      this.lane = lane;
      this.message = message;
    }
  }

  final String conversation;
  final Deque<Entry> entries = new ArrayDeque<>();

  /** Calls of this lane without an answer. */
  int inFlight;

  /**
   * A send failed: all answers are awaited, then the lane is resent from its first unacked message,
   * not before {@link #resendAtMs}.
   */
  boolean recovering;

  long resendAtMs;
  int failures;

  Lane(String conversation) {
    this.conversation = conversation;
  }
}
