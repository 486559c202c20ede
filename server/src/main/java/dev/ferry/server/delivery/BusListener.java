package dev.ferry.server.delivery;

import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogEntry;

/** Hears the bus. Called on the bus's thread; must not block. */
public interface BusListener {

  /** An entry was published on this topic's channel. */
  void entry(Topic topic, LogEntry entry);

  /** Something else that is worth knowing was published there. */
  void hint(Topic topic, Hint hint);

  /** The bus was away and is back, all channels subscribed: entries may have been missed. */
  void interrupted();
}
