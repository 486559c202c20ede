package dev.ferry.server.redis;

import dev.ferry.server.delivery.BusListener;
import dev.ferry.server.delivery.Topic;

/** What a channel carries, by its first byte. */
final class BusMessages {
  private BusMessages() {}

  /**
   * @throws RuntimeException when it cannot be read
   */
  static void tell(BusListener listener, Topic topic, byte[] message) {
    if (message[0] != StoredEnds.KIND) {
      listener.entry(topic, BusForm.entry(message));
    } else if (topic instanceof Topic.OfUser of) {
      listener.ended(of.user(), StoredEnds.read(message));
    }
  }
}
