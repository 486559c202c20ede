package dev.ferry.loadtest.scenario;

import java.util.concurrent.atomic.AtomicInteger;

/** Things that were begun and have to end before a run can be judged. Any thread. */
final class Pending {
  private final AtomicInteger open = new AtomicInteger();

  void begin() {
    open.incrementAndGet();
  }

  void end() {
    open.decrementAndGet();
  }

  boolean isNone() {
    return open.get() == 0;
  }
}
