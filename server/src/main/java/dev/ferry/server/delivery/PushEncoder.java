package dev.ferry.server.delivery;

import dev.ferry.server.model.LogEntry;

/** Encodes an entry as the frame that is pushed to clients; once for all sessions of this node. */
@FunctionalInterface
public interface PushEncoder {
  byte[] encode(LogEntry entry);
}
