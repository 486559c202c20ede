package dev.ferry.server.delivery;

import dev.ferry.server.model.GroupChange;
import dev.ferry.server.model.LogEntry;

/** An entry of a group as it goes to this node's loops, encoded once for all of them. */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record GroupEntry(LogEntry entry, byte[] frame) implements Inbound {

  long seq() {
    return entry.place().seq();
  }

  long epoch() {
    return entry.place().epoch();
  }

  boolean tellsOfChange() {
    return entry.change() != null;
  }

  /** Whether who gets the next entry is not who gets this one. */
  boolean changesMembers() {
    GroupChange change = entry.change();
    return change != null
        && (change.kind().admits()
            || change.kind().expels()
            || change.kind() == GroupChange.Kind.DISMISSED);
  }
}
