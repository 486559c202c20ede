package dev.ferry.server.delivery;

import dev.ferry.server.session.Loop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Entries and hints on their way from the bus to one loop: one task for all that have arrived. When
 * the loop does not keep up, entries beyond the limit are dropped, and it is told so. Any thread
 * puts, the loop takes.
 */
final class Inbox {
  private static final long BYTES_MAX = 32L << 20;

  private final Loop loop;
  private final Consumer<Heard> taker;
  private final Runnable dropped;
  private final Queue<Heard> entries = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();

  /** Whether a task is on its way that will take what is put until it runs. */
  private final AtomicBoolean due = new AtomicBoolean();

  /** Whether an entry was dropped since the loop was last told. */
  private final AtomicBoolean overrun = new AtomicBoolean();

  Inbox(Loop loop, Consumer<Heard> taker, Runnable dropped) {
    this.loop = loop;
    this.taker = taker;
    this.dropped = dropped;
  }

  void put(Heard entry) {
    if (bytes.get() > BYTES_MAX) {
      overrun.set(true);
    } else {
      bytes.addAndGet(entry.frame().length);
      entries.add(entry);
    }
    if (due.compareAndSet(false, true)) {
      loop.execute(this::take);
    }
  }

  private void take() {
    due.set(false);
    for (Heard entry = entries.poll(); entry != null; entry = entries.poll()) {
      bytes.addAndGet(-entry.frame().length);
      taker.accept(entry);
    }
    if (overrun.getAndSet(false)) {
      dropped.run();
    }
  }
}
