package dev.ferry.loadtest.ledger;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.Timeline;
import org.jspecify.annotations.Nullable;

/** The newest messages of a conversation as one device has them by now. Thread-safe. */
final class OutcomeView {
  /** What is done to older ones does not show here. */
  static final int MESSAGES_MAX = 128;

  private final Device device;

  /** Guarded by this. */
  private final Timeline timeline;

  OutcomeView(Device device) {
    this.device = device;
    this.timeline = new Timeline(device.user(), MESSAGES_MAX);
  }

  Device device() {
    return device;
  }

  synchronized void shown(ReceivedMessage entry) {
    timeline.add(entry);
  }

  /** The message, or null when it is older than what is kept, or not the device's to see. */
  synchronized @Nullable ReceivedMessage message(long seq) {
    return timeline.message(seq);
  }
}
