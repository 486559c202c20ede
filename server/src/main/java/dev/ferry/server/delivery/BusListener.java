package dev.ferry.server.delivery;

import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.Signal;
import dev.ferry.server.model.UserState;

/** Hears the bus. Called on the bus's thread; must not block. */
public interface BusListener {

  /** An entry was published on this topic's channel. */
  void entry(Topic topic, LogEntry entry);

  /** A signal was published there. Most listeners are not concerned. */
  default void signal(Topic topic, Signal signal) {}

  /** A watched user's presence changed. Most listeners are not concerned. */
  default void presence(UserState state) {}

  /** The bus was away and is back, all channels subscribed: entries may have been missed. */
  void interrupted();
}
