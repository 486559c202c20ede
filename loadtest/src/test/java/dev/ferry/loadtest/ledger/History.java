package dev.ferry.loadtest.ledger;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.group.GroupChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntPredicate;

/** What happened to some devices of one group, in order; can be changed and told to a ledger. */
final class History {
  static final int USERS = 6;
  static final int DEVICES_EACH = 2;
  static final int DEVICES = USERS * DEVICES_EACH;

  /** Something that happened to the device of this number. */
  sealed interface Event {
    int device();
  }

  record Sent(int device) implements Event {}

  record Acked(int device, UUID id, long epoch, long seq) implements Event {}

  record Refused(int device, UUID id) implements Event {}

  record Opened(int device, long epoch, long fromSeq) implements Event {}

  record Reset(int device, long oldEpoch, long newEpoch) implements Event {}

  record Shown(int device, ReceivedMessage entry) implements Event {}

  final List<Event> events = new ArrayList<>();

  static String user(int device) {
    return "user-" + device / DEVICES_EACH;
  }

  /** A seat for each device. */
  static List<Seat> seats(Stage stage) {
    return new ArrayList<>(seats(stage, device -> true).values());
  }

  /** Seats by device, for those that are wanted; all devices are registered. */
  private static Map<Integer, Seat> seats(Stage stage, IntPredicate wanted) {
    Conversation group = stage.ledger.group("g/random", false);
    Map<Integer, Seat> seats = new TreeMap<>();
    for (int i = 0; i < DEVICES; i++) {
      Device device = stage.ledger.device(user(i), "device-" + i % DEVICES_EACH);
      device.at("n" + i % 3);
      if (wanted.test(i)) {
        seats.put(i, stage.ledger.seat(device, group));
      }
    }
    return seats;
  }

  void tell(Stage stage) {
    tell(stage, device -> true);
  }

  /** Tells what happened to some of the devices. */
  void tell(Stage stage, IntPredicate wanted) {
    Map<Integer, Seat> seats = seats(stage, wanted);
    for (Event event : events) {
      Seat seat = seats.get(event.device());
      if (seat != null) {
        tell(seat, event);
      }
    }
  }

  static void tell(Seat seat, Event event) {
    if (event instanceof Sent) {
      seat.send();
    } else if (event instanceof Acked acked) {
      seat.acked(acked.id(), acked.epoch(), acked.seq());
    } else if (event instanceof Refused refused) {
      seat.refused(refused.id(), "FORBIDDEN");
    } else if (event instanceof Opened opened) {
      seat.opened(opened.epoch(), opened.fromSeq());
    } else if (event instanceof Reset reset) {
      seat.reset(reset.oldEpoch(), reset.newEpoch());
    } else if (event instanceof Shown shown) {
      seat.shown(shown.entry());
    }
  }

  /** The same entry at another place, or with another id. */
  static ReceivedMessage like(ReceivedMessage entry, long seq, UUID id) {
    ReceivedMessage other =
        new ReceivedMessage(
            entry.conversation(),
            entry.epoch(),
            seq,
            entry.timeMs(),
            entry.sender(),
            entry.senderDevice(),
            id,
            entry.content());
    GroupChange change = entry.change();
    return change == null ? other : other.withChange(change);
  }
}
