package dev.ferry.loadtest.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Who told of an entry, when, and through which node, in one number: 30 bits of milliseconds (12
 * days), 25 of the device, 8 of the node, one for an ack. Thread-safe.
 */
final class Notes {
  private static final int NODES_MAX = 255;

  private final Ledger ledger;
  private final LongSupplier elapsedMs;

  /** Under its own lock. */
  private final List<String> nodes = new ArrayList<>(List.of("?"));

  Notes(Ledger ledger, LongSupplier elapsedMs) {
    this.ledger = ledger;
    this.elapsedMs = elapsedMs;
  }

  long nowMs() {
    return elapsedMs.getAsLong();
  }

  long note(Device by, boolean acked) {
    return nowMs() << 34 | (long) by.number() << 9 | (long) node(by.node()) << 1 | (acked ? 1 : 0);
  }

  /** A node's number; 0 for those beyond the first 255. */
  int node(String name) {
    synchronized (nodes) {
      int at = nodes.indexOf(name);
      if (at < 0 && nodes.size() <= NODES_MAX) {
        nodes.add(name);
        at = nodes.size() - 1;
      }
      return Math.max(at, 0);
    }
  }

  List<String> nodes() {
    synchronized (nodes) {
      return List.copyOf(nodes);
    }
  }

  static boolean acked(long note) {
    return (note & 1) != 0;
  }

  static long atMs(long note) {
    return note >>> 34;
  }

  static int device(long note) {
    return (int) (note >>> 9) & Origins.DEVICE_MAX;
  }

  static int node(long note) {
    return (int) (note >>> 1) & NODES_MAX;
  }

  /** The same note where the node has another number. */
  static long withNode(long note, int node) {
    return note & ~((long) NODES_MAX << 1) | (long) node << 1;
  }

  /** What a note says, in words; empty for none. */
  String words(long note) {
    if (note == 0) {
      return "";
    }
    return "%s %s on %s at %d ms"
        .formatted(
            acked(note) ? "acked to" : "shown to",
            ledger.deviceName(device(note)),
            nodes().get(node(note)),
            atMs(note));
  }

  /** What an entry's value stands for, in words. */
  String entry(long value) {
    if (value == 0) {
      return "an entry not known any more";
    }
    if (value < 0) {
      return "an entry that is no message of this run (" + Long.toHexString(value) + ")";
    }
    return "message " + Origins.counter(value) + " of " + ledger.deviceName(Origins.device(value));
  }

  /** A story of the entry at {@code seq}, told by whoever the log's note names. */
  Story story(Breach breach, Log log, long seq, String text) {
    long note = log.note(seq);
    return new Story(
        breach,
        atMs(note),
        ledger.deviceName(device(note)),
        nodes().get(node(note)),
        log.conversation().id(),
        log.epoch(),
        seq,
        entry(log.value(seq)) + " " + text);
  }
}
