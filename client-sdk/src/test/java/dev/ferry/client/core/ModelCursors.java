package dev.ferry.client.core;

import dev.ferry.protocol.v1.Cursor;
import dev.ferry.protocol.v1.CursorMove;
import dev.ferry.protocol.v1.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the protocol promises of the cursors in one conversation. */
final class ModelCursors {
  private final List<Message> entries;
  private final Map<String, Long> delivered = new HashMap<>();
  private final Map<String, Long> read = new HashMap<>();

  /**
   * @param entries the log's, which has all from seq 1 on
   */
  ModelCursors(List<Message> entries) {
    this.entries = entries;
  }

  private static boolean counts(Message entry) {
    return !entry.hasChange() && !entry.hasOperation() && !entry.getContent().getSilent();
  }

  /** How many entries up to there count as unread. */
  long count(long seq) {
    return entries.subList(0, (int) seq).stream().filter(ModelCursors::counts).count();
  }

  /** The user has everything up to there, and has read it. */
  void at(String user, long seq) {
    delivered.merge(user, seq, Math::max);
    read.merge(user, seq, Math::max);
  }

  /** Whether this moved something. */
  boolean move(String user, CursorMove move) {
    Cursor before = of(user);
    long head = entries.size();
    delivered.merge(user, Math.min(head, move.getDelivered()), Math::max);
    read.merge(user, Math.min(head, move.getRead()), Math::max);
    delivered.merge(user, read(user), Math::max);
    return !before.equals(of(user));
  }

  long read(String user) {
    return read.getOrDefault(user, 0L);
  }

  Cursor of(String user) {
    return Cursor.newBuilder()
        .setDelivered(delivered.getOrDefault(user, 0L))
        .setRead(read(user))
        .setReadCount(count(read(user)))
        .build();
  }

  long unread(String user) {
    return count(entries.size()) - count(read(user));
  }

  /** Messages that mention the user, count as unread, and are unread. */
  List<Long> mentions(String user) {
    List<Long> found = new ArrayList<>();
    for (Message entry : entries.subList((int) read(user), entries.size())) {
      boolean mentions = entry.getMentionAll() || entry.getMentionsList().contains(user);
      if (mentions && counts(entry) && !recalled(entry.getSeq())) {
        found.add(entry.getSeq());
      }
    }
    return found.subList(Math.max(0, found.size() - UnreadMentions.MAX), found.size());
  }

  private boolean recalled(long seq) {
    return entries.stream()
        .map(Message::getOperation)
        .anyMatch(each -> each.hasRecall() && each.getTargetSeq() == seq);
  }

  /** The log has fewer entries now. */
  void rollBack() {
    long head = entries.size();
    delivered.replaceAll((user, seq) -> Math.min(seq, head));
    read.replaceAll((user, seq) -> Math.min(seq, head));
  }
}
