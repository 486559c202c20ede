package dev.ferry.loadtest.scenario;

import java.util.function.LongSupplier;

/** The processes among which a run's phones are shared, as one of them sees them. Any thread. */
public interface Peers {
  /** Which phones are in this process. */
  Share share();

  /** Blocks until all of them are here; each calls it equally often. */
  void meet() throws InterruptedException;

  /**
   * Bytes that the nodes use now, of all together, after a collection; takes a moment. All of them
   * ask, equally often, and get the same answer: what it was when all were here.
   */
  long nodeMemoryBytes() throws InterruptedException;

  /**
   * The last one of this process has a message of {@link Share#leads the leading one}.
   *
   * @param flight the message's number
   * @param endedAt when, a {@link System#nanoTime}
   */
  void landed(long flight, long endedAt);

  /**
   * A process that has all phones.
   *
   * @param memory measures what nodes use
   */
  static Peers none(LongSupplier memory) {
    return new Peers() {
      @Override
      public Share share() {
        return Share.ALL;
      }

      @Override
      public void meet() {}

      @Override
      public long nodeMemoryBytes() {
        return memory.getAsLong();
      }

      @Override
      public void landed(long flight, long endedAt) {}
    };
  }
}
