package dev.ferry.loadtest.scenario;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Things that happen at fixed times, whatever came of those before: an open model. */
final class Arrivals {
  private Arrivals() {}

  /** What happens; told when it was meant to, a {@link System#nanoTime}. */
  interface Arrival {
    void at(long meantAt);
  }

  /**
   * Until the thread is interrupted; nothing at a rate of 0. What could not happen in time happens
   * as soon as it can, with the time at which it was meant to.
   */
  static void run(double perSecond, Arrival arrival) throws InterruptedException {
    if (perSecond == 0) {
      Thread.sleep(Long.MAX_VALUE);
    }
    double gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long begin = System.nanoTime();
    for (long number = 0; ; number++) {
      long meantAt = begin + (long) (number * gap);
      await(meantAt);
      arrival.at(meantAt);
    }
  }

  /** Until that moment, a {@link System#nanoTime}; finer than a sleep. */
  static void await(long moment) throws InterruptedException {
    for (long wait = moment - System.nanoTime(); wait > 0; wait = moment - System.nanoTime()) {
      LockSupport.parkNanos(wait);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
