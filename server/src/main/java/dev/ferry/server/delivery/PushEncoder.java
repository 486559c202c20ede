package dev.ferry.server.delivery;

import dev.ferry.server.model.Head;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.SessionEnd;

/** Encodes what is pushed to clients; an entry once for all sessions of this node. */
public interface PushEncoder {

  /** The event that brings an entry. */
  byte[] entry(LogEntry entry);

  /** The event that tells how far one conversation goes. */
  byte[] head(Head head);

  /** The event that brings a hint. */
  byte[] hint(Hint hint);

  /** The last frame of a session that is over. */
  byte[] sessionEnd(SessionEnd end);
}
