package dev.ferry.client.driver;

import dev.ferry.client.core.ClientCore;
import dev.ferry.client.transport.Transport;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The thread that owns the core: takes inputs from a queue, calls the core, and calls it again when
 * its time has come.
 *
 * <p>Frames that wait for the core hold at most {@value #FRAME_BYTES_MAX} bytes; beyond that the
 * threads that read sockets block, and so does the server.
 */
final class DriverLoop {
  private static final Logger LOGGER = Logger.getLogger("dev.ferry.client");
  private static final int FRAME_BYTES_MAX = 4 << 20;
  private static final int FRAME_OVERHEAD_BYTES = 64;

  /** Frees all threads that may be waiting at the end. */
  private static final int RELEASE_ALL = 1 << 28;

  private static final long WAIT_MAX_MS = 3_600_000;

  private final LinkedBlockingQueue<Consumer<ClientCore>> inputs = new LinkedBlockingQueue<>();
  private final Semaphore frameBytes = new Semaphore(FRAME_BYTES_MAX);
  private final Supplier<ClientCore> core;
  private final Consumer<ClientCore> afterEach;
  private final Consumer<@Nullable Throwable> atEnd;
  private final Thread thread;

  /** Set by the driver thread, read by those that read sockets. */
  private volatile boolean stopped;

  /**
   * @param core makes the core, on the driver thread
   * @param afterEach runs on the driver thread after each input
   * @param atEnd runs last on the driver thread; with what stopped it if that was a failure
   */
  DriverLoop(
      String name,
      Supplier<ClientCore> core,
      Consumer<ClientCore> afterEach,
      Consumer<@Nullable Throwable> atEnd) {
    this.core = core;
    this.afterEach = afterEach;
    this.atEnd = atEnd;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Milliseconds of the clock that the core lives by. */
  static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  void start() {
    thread.start();
  }

  void join(long milliseconds) throws InterruptedException {
    if (Thread.currentThread() != thread) {
      thread.join(milliseconds);
    }
  }

  /** Has the driver thread call the core. */
  void input(Consumer<ClientCore> input) {
    inputs.add(input);
  }

  /** Ends the loop; called on the driver thread. */
  void stop() {
    stopped = true;
  }

  /** What hears of the transport of {@code connection}. */
  Transport.Listener link(long connection) {
    return new Link(connection);
  }

  private void run() {
    Throwable failure = null;
    try {
      ClientCore owned = core.get();
      while (!stopped) {
        step(owned);
      }
    } catch (RuntimeException | LinkageError e) {
      LOGGER.log(Level.SEVERE, "the client's driver failed", e);
      failure = e;
    } finally {
      stopped = true;
      frameBytes.release(RELEASE_ALL);
      atEnd.accept(failure);
    }
  }

  private void step(ClientCore owned) {
    try {
      long waitMs = Math.min(WAIT_MAX_MS, saturatedWait(owned.nextTickMs()));
      Consumer<ClientCore> input = inputs.poll(waitMs, TimeUnit.MILLISECONDS);
      if (input != null) {
        input.accept(owned);
      }
      owned.tick(nowMs());
      afterEach.accept(owned);
    } catch (InterruptedException e) {
      LOGGER.log(Level.FINE, "the driver was interrupted", e);
    }
  }

  private static long saturatedWait(long atMs) {
    long now = nowMs();
    return atMs <= now ? 0 : atMs == Long.MAX_VALUE ? WAIT_MAX_MS : atMs - now;
  }

  private final class Link implements Transport.Listener {
    private final long connection;

    Link(long connection) {
      this.connection = connection;
    }

    @Override
    public void opened() {
      input(core -> core.opened(connection, nowMs()));
    }

    @Override
    public void frame(byte[] frame) {
      int bytes = Math.min(FRAME_BYTES_MAX, frame.length + FRAME_OVERHEAD_BYTES);
      if (stopped) {
        return;
      }
      frameBytes.acquireUninterruptibly(bytes);
      if (!stopped) {
        input(
            core -> {
              frameBytes.release(bytes);
              core.received(connection, frame, nowMs());
            });
      }
    }

    @Override
    public void closed(String reason, @Nullable Throwable cause) {
      input(core -> core.closed(connection, reason, cause, nowMs()));
    }
  }
}
