package dev.ferry.server.delivery;

import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.SessionEnd;
import dev.ferry.server.model.UserId;

/** Hears the bus. Called on the bus's thread; must not block. */
public interface BusListener {

  /** An entry was published on this topic's channel. */
  void entry(Topic topic, LogEntry entry);

  /** Sessions of the user are over. */
  void ended(UserId user, SessionEnd end);

  /** The bus was away and is back, all channels subscribed: entries may have been missed. */
  void interrupted();
}
