package dev.ferry.loadtest.scenario;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Group messages on their way to everybody, some of them in other processes: each process counts
 * down its own receivers, and the one that sends waits for all processes. Any thread.
 */
final class Flights {
  /** Beyond that, when nobody gets anything, further messages are not followed. */
  private static final int FOLLOWED_MAX = 100_000;

  private final Peers peers;
  private final AtomicLong numbers = new AtomicLong();

  /** Those that this process has sent. */
  private final Map<Long, Flight> flights = new ConcurrentHashMap<>();

  /** How many of this process still miss a message, by its number. */
  private final Map<Long, AtomicInteger> missing = new ConcurrentHashMap<>();

  /** How many of this process are in a group. */
  private final Map<String, Integer> receivers = new ConcurrentHashMap<>();

  Flights(Peers peers) {
    this.peers = peers;
  }

  /** Runs when the last one has it, or when it was refused. */
  interface Landing {
    /**
     * @param endedAt when, a {@link System#nanoTime}; 0 when it was refused
     */
    void landed(long endedAt);
  }

  /** {@code latest} is when the last one of the processes had it that are done. */
  private record Flight(AtomicInteger processes, AtomicLong latest, Landing landing) {}

  /** Messages of others to that group are for so many of this process. */
  void expect(String conversation, int count) {
    receivers.put(conversation, count);
  }

  /**
   * A message to so many of this process; returns its number.
   *
   * @param processes in which there are members, this one counted
   */
  long begin(int count, int processes, Landing landing) {
    long number = numbers.incrementAndGet();
    if (flights.size() >= FOLLOWED_MAX) {
      landing.landed(0);
      return number;
    }
    flights.put(
        number, new Flight(new AtomicInteger(processes), new AtomicLong(Long.MIN_VALUE), landing));
    if (count > 0) {
      missing.put(number, new AtomicInteger(count));
    } else {
      landed(number, Long.MIN_VALUE);
    }
    return number;
  }

  /** One more of this process has it. */
  void shown(long number, String conversation) {
    AtomicInteger left = missing.get(number);
    if (left == null) {
      left = follow(number, conversation);
    }
    if (left != null && left.decrementAndGet() == 0) {
      missing.remove(number);
      long now = System.nanoTime();
      if (peers.share().leads()) {
        landed(number, now);
      } else {
        peers.landed(number, now);
      }
    }
  }

  /** The first one of this process has a message that another process has sent. */
  private @Nullable AtomicInteger follow(long number, String conversation) {
    Integer count = receivers.get(conversation);
    return peers.share().leads() || count == null || missing.size() >= FOLLOWED_MAX
        ? null
        : missing.computeIfAbsent(number, key -> new AtomicInteger(count));
  }

  /** The last one of some process has it. */
  void landed(long number, long endedAt) {
    Flight flight = flights.get(number);
    if (flight == null) {
      return;
    }
    flight.latest.accumulateAndGet(endedAt, Math::max);
    if (flight.processes.decrementAndGet() == 0) {
      flights.remove(number);
      flight.landing.landed(flight.latest.get());
    }
  }

  void refused(long number) {
    Flight flight = flights.remove(number);
    missing.remove(number);
    if (flight != null) {
      flight.landing.landed(0);
    }
  }
}
