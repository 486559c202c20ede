package dev.ferry.server.delivery;

import dev.ferry.server.session.Loop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Entries, hints and signals on their way from the bus to one loop: one task for all that have
 * arrived. When the loop does not keep up, entries beyond the limit are dropped, and it is told so;
 * signals are left out long before. Any thread puts, the loop takes.
 */
final class Inbox {
  private static final long BYTES_MAX = 32L << 20;

  /** With so much on its way a signal is left out. */
  private static final long BYTES_BUSY = 256L << 10;

  private final Loop loop;
  private final Consumer<Heard> taker;
  private final Consumer<GroupSignal> signals;
  private final Runnable dropped;
  private final Queue<Heard> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();

  /** Whether a task is on its way that will take what is put until it runs. */
  private final AtomicBoolean due = new AtomicBoolean();

  /** Whether an entry was dropped since the loop was last told. */
  private final AtomicBoolean overrun = new AtomicBoolean();

  Inbox(Loop loop, Consumer<Heard> taker, Consumer<GroupSignal> signals, Runnable dropped) {
    this.loop = loop;
    this.taker = taker;
    this.signals = signals;
    this.dropped = dropped;
  }

  void put(Heard entry) {
    if (bytes.get() > BYTES_MAX) {
      overrun.set(true);
    } else {
      add(entry);
    }
    wake();
  }

  /** In its place among the entries, so that it does not overtake a change of the members. */
  void put(GroupSignal signal) {
    if (bytes.get() <= BYTES_BUSY) {
      add(signal);
      wake();
    }
  }

  private void add(Heard one) {
    bytes.addAndGet(one.frame().length);
    arrived.add(one);
  }

  private void wake() {
    if (due.compareAndSet(false, true)) {
      loop.execute(this::take);
    }
  }

  private void take() {
    due.set(false);
    for (Heard one = arrived.poll(); one != null; one = arrived.poll()) {
      bytes.addAndGet(-one.frame().length);
      if (one instanceof GroupSignal signal) {
        signals.accept(signal);
      } else {
        taker.accept(one);
      }
    }
    if (overrun.getAndSet(false)) {
      dropped.run();
    }
  }
}
