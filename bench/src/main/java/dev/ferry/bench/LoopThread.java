package dev.ferry.bench;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread that a benchmark runs on: of the kind that a node's event loops have, because Netty
 * keeps objects for later use on these only.
 */
public final class LoopThread extends ThreadPoolExecutor {

  /** Part of the thread's name, as it is in JMH's own. */
  static final String WORKER = "jmh-worker";

  /** As JMH calls it. */
  public LoopThread(int threads, String name) {
    super(
        threads,
        threads,
        0,
        TimeUnit.MILLISECONDS,
        new LinkedBlockingQueue<>(),
        new DefaultThreadFactory(name + "-" + WORKER, true));
  }
}
