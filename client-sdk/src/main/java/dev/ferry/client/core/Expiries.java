package dev.ferry.client.core;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.message.MessageRef;
import java.util.Map;
import java.util.TreeMap;

/** Tells when the time of messages is over that were received in this life. */
final class Expiries {
  /** Beyond it, those that expire last are not awaited. */
  static final int AWAITED_MAX = 1000;

  /** Orders messages that expire at one time; the number is of no other meaning. */
  private static final class Moment implements Comparable<Moment> {
    final long atMs;
    final long number;

    Moment(long atMs, long number) {
      this.atMs = atMs;
      this.number = number;
    }

    @Override
    public int compareTo(Moment other) {
      int byTime = Long.compare(atMs, other.atMs);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final Effects effects;
  private final ServerClock clock;
  private final TreeMap<Moment, MessageRef> awaited = new TreeMap<>();
  private long numbers;

  Expiries(Effects effects, ServerClock clock) {
    this.effects = effects;
    this.clock = clock;
  }

  void await(ReceivedMessage message) {
    if (message.expiresAtMs() == 0 || message.operation() != null || message.outcome().gone()) {
      return;
    }
    awaited.put(new Moment(message.expiresAtMs(), ++numbers), message.ref());
    if (awaited.size() > AWAITED_MAX) {
      awaited.pollLastEntry();
    }
  }

  /** Tells of those whose time has come. */
  void tell(long nowMs) {
    while (nextMs() <= nowMs) {
      Map.Entry<Moment, MessageRef> first = awaited.pollFirstEntry();
      effects.expired(first.getValue());
    }
  }

  /** When {@link #tell} can do something next, in milliseconds. */
  long nextMs() {
    return awaited.isEmpty() || !clock.isKnown()
        ? Long.MAX_VALUE
        : clock.here(awaited.firstKey().atMs);
  }
}
