package dev.ferry.loadtest.scenario;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.loadtest.crowd.Phone;
import dev.ferry.loadtest.ledger.Seat;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Somebody who reads what its phone shows, a while later. Belongs to the phone's loop; waits for
 * one moment a conversation, whatever is shown meanwhile.
 */
final class Reading {
  private final Stage stage;
  private final Phone phone;
  private final Duration after;

  /** What will be read when the time has come, by conversation. */
  private final Map<String, Place> due = new HashMap<>();

  private record Place(long epoch, long seq) {}

  Reading(Stage stage, Phone phone, Duration after) {
    this.stage = stage;
    this.phone = phone;
    this.after = after;
  }

  void shown(ReceivedMessage message, Seat seat) {
    String conversation = message.conversation();
    Place before = due.put(conversation, new Place(message.epoch(), message.seq()));
    if (before == null) {
      stage.pending().begin();
      phone.executeIn(after, () -> read(conversation, seat));
    }
  }

  private void read(String conversation, Seat seat) {
    Place place = due.remove(conversation);
    if (place != null) {
      seat.view().read(place.epoch, place.seq);
      phone.markRead(conversation, place.seq);
      stage.meters().reads.increment();
    }
    stage.pending().end();
  }
}
