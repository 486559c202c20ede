package dev.ferry.client.core;

import dev.ferry.protocol.v1.GroupChange;
import dev.ferry.protocol.v1.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * During which parts of a log a user was a member, found by reading the whole log: both the entry
 * that admits and the one that expels are within. Of a direct conversation each of the two users
 * reads all.
 */
final class Stretches {

  /** Seqs, both within; {@code last} is the log's end while the user is a member. */
  record Stretch(long first, long last) {}

  final List<Stretch> stretches = new ArrayList<>();
  final boolean member;

  Stretches(String conversation, List<Message> entries, String user) {
    boolean group = conversation.startsWith("g/");
    long since = !group && conversation.matches("d/(" + user + "/.*|.*/" + user + ")") ? 1 : 0;
    for (Message entry : entries) {
      if (since == 0 && admits(entry.getChange(), user)) {
        since = entry.getSeq();
      } else if (since > 0 && expels(entry.getChange(), user)) {
        stretches.add(new Stretch(since, entry.getSeq()));
        since = 0;
      }
    }
    member = since > 0;
    if (member && entries.size() >= since) {
      stretches.add(new Stretch(since, entries.size()));
    }
  }

  private static boolean admits(GroupChange change, String user) {
    return switch (change.getKind()) {
      case CREATED, ADDED, JOINED -> change.getUsersList().contains(user);
      default -> false;
    };
  }

  private static boolean expels(GroupChange change, String user) {
    return switch (change.getKind()) {
      case LEFT, REMOVED -> change.getUsersList().contains(user);
      default -> false;
    };
  }

  boolean readable(long seq) {
    return stretches.stream().anyMatch(part -> part.first() <= seq && seq <= part.last());
  }

  /** The newest entry that the user may read; 0 for none. */
  long head() {
    return stretches.isEmpty() ? 0 : stretches.get(stretches.size() - 1).last();
  }

  /** The stretch that has the first readable entry from {@code seq} on, else the last one. */
  Stretch from(long seq) {
    for (Stretch part : stretches) {
      if (seq <= part.last()) {
        return part;
      }
    }
    return stretches.isEmpty() ? new Stretch(0, 0) : stretches.get(stretches.size() - 1);
  }
}
