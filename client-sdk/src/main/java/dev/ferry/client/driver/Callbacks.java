package dev.ferry.client.driver;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The thread that runs the app's code: listeners, stages of futures, the token source. Nothing that
 * the app's code throws ends it.
 */
final class Callbacks {
  private static final Logger LOGGER = Logger.getLogger("dev.ferry.client");

  private static final class Callback {
    final Runnable body;
    final boolean vital;

    Callback(Runnable body, boolean vital) {
      this.body = body;
      this.vital = vital;
    }
  }

  private final LinkedBlockingQueue<Callback> waiting = new LinkedBlockingQueue<>();
  private final Runnable afterEach;
  private final Thread thread;

  /** Set once, by the driver thread; read by the callback thread. */
  private volatile boolean stopping;

  /**
   * @param afterEach runs on the callback thread after each callback; never throws
   */
  Callbacks(String name, Runnable afterEach) {
    this.afterEach = afterEach;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Runs later, and not at all once the client is closed. */
  void post(Runnable body) {
    waiting.add(new Callback(body, false));
  }

  /** Runs later, also when the client is closed before. */
  void postVital(Runnable body) {
    waiting.add(new Callback(body, true));
  }

  /** The callbacks that wait. */
  int size() {
    return waiting.size();
  }

  /** Lets the thread end after the vital callbacks posted so far. */
  void stop() {
    stopping = true;
    postVital(() -> {});
  }

  /** Waits for the thread to end, unless this is that thread. */
  void join(long milliseconds) throws InterruptedException {
    if (Thread.currentThread() != thread) {
      thread.join(milliseconds);
    }
  }

  private void run() {
    while (!stopping || !waiting.isEmpty()) {
      try {
        Callback next = waiting.take();
        if (next.vital || !stopping) {
          runGuarded(next.body);
        }
        afterEach.run();
      } catch (InterruptedException e) {
        // The app's code interrupted a thread that is not its own; the queue must go on.
        LOGGER.log(Level.FINE, "interrupted between callbacks", e);
      }
    }
  }

  @SuppressWarnings("CatchingUnchecked")
  static void runGuarded(Runnable body) {
    try {
      body.run();
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      LOGGER.log(Level.WARNING, "the app's callback failed", e);
    }
  }
}
