package dev.ferry.server.delivery;

import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.UserId;

/** Hears the bus. Called on the bus's thread; must not block. */
public interface BusListener {

  /** An entry was published on this user's channel. */
  void entry(UserId user, LogEntry entry);

  /** The bus was away and is back, all channels subscribed: entries may have been missed. */
  void interrupted();
}
