package dev.ferry.client.core;

import dev.ferry.client.store.Position;
import dev.ferry.protocol.v1.Message;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How far one conversation was received, what is known to exist beyond that, and the early messages
 * that wait for a hole to be filled.
 */
final class ConversationTracker extends Agenda.Item {
  /** Early messages kept; above it the newest is dropped, and the pull brings it again. */
  static final int HELD_MAX = 256;

  final String conversation;
  private long epoch;
  private long next;
  private long head;
  private @Nullable TreeMap<Long, Message> held;

  /** The last request made when the epoch became known; answers to later ones are newer. */
  private long epochSince;

  /** It is a group that the user was told not to be in. */
  boolean left;

  /** A pull is under way. */
  boolean pulling;

  /** Pulls that failed or brought nothing, in a row. */
  int failures;

  /** The server asked for patience until then. */
  long notBeforeMs = Long.MIN_VALUE;

  ConversationTracker(String conversation, long epoch, long next, long epochSince) {
    this.conversation = conversation;
    this.epochSince = epochSince;
    begin(epoch, next, epochSince);
  }

  /** Forgets everything and expects {@code next} of the log's life {@code epoch}. */
  void begin(long epoch, long next, long epochSince) {
    this.epoch = epoch;
    this.next = next;
    this.head = next - 1;
    this.held = null;
    this.epochSince = epochSince;
    this.failures = 0;
    this.notBeforeMs = Long.MIN_VALUE;
  }

  long epoch() {
    return epoch;
  }

  /** The seq that comes next. */
  long next() {
    return next;
  }

  /** The highest seq known to exist. */
  long head() {
    return head;
  }

  boolean lacks() {
    return next <= head;
  }

  Position position() {
    return new Position(epoch, next - 1);
  }

  /** Whether an answer that names {@code other} as the epoch is newer than what is known. */
  boolean believes(long other, long requestId) {
    return other > epoch || requestId > epochSince;
  }

  /** The log goes at least this far. */
  void reaches(long seq) {
    head = Math.max(head, seq);
  }

  /** What lacks will not come: nothing does until something newer is heard of. */
  void giveUp() {
    head = next - 1;
    held = null;
  }

  /** Takes a message of the known epoch: applies it and those it sets free, or keeps it. */
  void take(Message message, Consumer<Message> apply) {
    long seq = message.getSeq();
    reaches(seq);
    if (seq == next) {
      next++;
      apply.accept(message);
      applyHeld(apply);
    } else if (seq > next) {
      hold(message);
    }
  }

  /** The log begins at {@code firstSeq}: what is below it will never come. */
  void skipTo(long firstSeq, Consumer<Message> apply) {
    if (firstSeq > next) {
      next = firstSeq;
      head = Math.max(head, firstSeq - 1);
      if (held != null) {
        held.headMap(firstSeq).clear();
      }
      applyHeld(apply);
    }
  }

  /** How many messages to ask for: up to the first one kept; 0 for as many as a page holds. */
  int wanted() {
    if (held == null || held.isEmpty()) {
      return 0;
    }
    return (int) Math.min(Integer.MAX_VALUE, held.firstKey() - next);
  }

  private void applyHeld(Consumer<Message> apply) {
    while (held != null && !held.isEmpty() && held.firstKey() == next) {
      Map.Entry<Long, Message> first = held.pollFirstEntry();
      next++;
      apply.accept(first.getValue());
    }
    if (held != null && held.isEmpty()) {
      held = null;
    }
  }

  private void hold(Message message) {
    if (held == null) {
      held = new TreeMap<>();
    }
    held.putIfAbsent(message.getSeq(), message);
    if (held.size() > HELD_MAX) {
      held.pollLastEntry();
    }
  }

  int heldCount() {
    return held == null ? 0 : held.size();
  }
}
