package dev.ferry.server.redis;

import dev.ferry.server.delivery.BusListener;
import dev.ferry.server.delivery.Topic;

/** What the messages of a channel are, and who hears them. */
final class BusMessages {
  private BusMessages() {}

  /**
   * @throws RuntimeException when the message cannot be read
   */
  static void hear(BusListener listener, Topic topic, byte[] message) {
    if (topic instanceof Topic.OfPresence of) {
      listener.presence(PresenceForm.heard(of.user(), message));
    } else if (SignalForm.isSignal(message)) {
      listener.signal(topic, SignalForm.signal(message));
    } else {
      listener.entry(topic, BusForm.entry(message));
    }
  }
}
