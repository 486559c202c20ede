package dev.ferry.server.delivery;

import dev.ferry.server.model.LogEntry;

/** Hears the bus. Called on the bus's thread; must not block. */
public interface BusListener {

  /** An entry was published on this topic's channel. */
  void entry(Topic topic, LogEntry entry);

  /** The bus was away and is back, all channels subscribed: entries may have been missed. */
  void interrupted();
}
