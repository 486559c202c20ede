package dev.ferry.loadtest.ledger;

import dev.ferry.client.group.GroupChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who was a member during which stretches of a log, by the entries that tell of changes. A user is
 * a member from the entry that admits to the one that ends, both included. Under its log's lock.
 */
final class Roster {
  /** The end of a stretch that has none. */
  static final long OPEN = Long.MAX_VALUE / 2;

  /** An entry that tells of a change; {@code value} stands for all of it. */
  record Change(long value, GroupChange.Kind kind, List<String> users) {}

  private static final Ranges NEVER = new Ranges();

  private final TreeMap<Long, Change> changes = new TreeMap<>();

  /** Derived from the changes. Stretches of a user that touch are one here. */
  private final Map<String, Ranges> stretches = new HashMap<>();

  /** Derived, too: the entries since which those are members who are now, by user. */
  private final Map<String, Long> since = new HashMap<>();

  /** The log's lowest seq when {@link #stretches} and {@link #since} were derived. */
  private long derivedFrom = -1;

  void take(long seq, long value, GroupChange.Kind kind, List<String> users) {
    changes.put(seq, new Change(value, kind, List.copyOf(users)));
    deriveAnew();
  }

  /** What the stretches follow from may have changed elsewhere. */
  void deriveAnew() {
    derivedFrom = -1;
  }

  TreeMap<Long, Change> changes() {
    return changes;
  }

  /** How many changes are the same in both. */
  long shared(Roster other) {
    return changes.entrySet().stream()
        .filter(change -> other.value(change.getKey()) == change.getValue().value())
        .count();
  }

  /** What stands for the change at {@code seq}; 0 when there is none. */
  long value(long seq) {
    Change change = changes.get(seq);
    return change == null ? 0 : change.value();
  }

  /** The stretches of a user in {@code log}; not to be changed. */
  Ranges stretches(String user, Log log) {
    derive(log);
    return stretches.getOrDefault(user, NEVER);
  }

  /** The entry since which the user has been a member in {@code log}; 0 when it is none. */
  long since(String user, Log log) {
    derive(log);
    return since.getOrDefault(user, 0L);
  }

  private void derive(Log log) {
    long lowest = log.lowest();
    if (derivedFrom == lowest) {
      return;
    }
    stretches.clear();
    since.clear();
    for (String user : log.conversation().founders()) {
      since.put(user, 1L);
    }
    log.changes().forEach(this::apply);
    since.forEach((user, first) -> stretch(user, first, OPEN));
    derivedFrom = lowest;
  }

  private void apply(long seq, Change change) {
    switch (change.kind()) {
      case CREATED, ADDED, JOINED -> change.users().forEach(user -> since.putIfAbsent(user, seq));
      case LEFT, REMOVED -> change.users().forEach(user -> end(user, seq));
      case DISMISSED -> new ArrayList<>(since.keySet()).forEach(user -> end(user, seq));
      default -> {}
    }
  }

  private void end(String user, long seq) {
    Long first = since.remove(user);
    if (first != null) {
      stretch(user, first, seq);
    }
  }

  private void stretch(String user, long first, long last) {
    stretches.computeIfAbsent(user, key -> new Ranges()).addAll(first, last);
  }
}
