package dev.ferry.server.delivery;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Signal;

/** A signal of a group as it goes to this node's loops. */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record GroupSignal(Signal signal, byte[] frame) implements Heard {

  @Override
  public ConversationId group() {
    return signal.conversation();
  }
}
