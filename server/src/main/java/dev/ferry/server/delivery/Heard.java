package dev.ferry.server.delivery;

import dev.ferry.server.model.ConversationId;

/** What came from the bus for a group, encoded once for all of this node's loops. */
sealed interface Heard permits GroupEntry, GroupHint, GroupSignal {
  ConversationId group();

  byte[] frame();
}
