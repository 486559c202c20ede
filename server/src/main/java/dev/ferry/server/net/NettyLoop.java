package dev.ferry.server.net;

import dev.ferry.server.session.Loop;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One of Netty's loops as the rooms behind the edge see it. */
record NettyLoop(EventExecutor executor) implements Loop {

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  @Override
  public boolean isCurrent() {
    return executor.inEventLoop();
  }

  /**
   * A loop takes what is scheduled and due only once between two looks at its sockets; plain tasks
   * it runs until there are none. Where all processors are busy, the kernel would let the other
   * loops, and a Redis beside this node, wait for this loop's time slice to end.
   */
  @Override
  @SuppressWarnings("ThreadPriorityCheck") // correct without it; it halves what others wait
  public void later(Runnable task) {
    Thread.yield();
    executor.schedule(task, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
