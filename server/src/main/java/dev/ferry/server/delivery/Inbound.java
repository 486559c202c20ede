package dev.ferry.server.delivery;

/** What the bus brought for a loop, encoded once for all of them. */
sealed interface Inbound permits GroupEntry, GroupSignal {

  /** The push; not changed. */
  byte[] frame();
}
