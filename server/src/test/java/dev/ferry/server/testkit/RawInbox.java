package dev.ferry.server.testkit;

import dev.ferry.protocol.v1.ServerFrame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Frames that came and were not yet asked for. One lock: the reader's thread puts, the test's
 * thread takes.
 */
final class RawInbox {
  private final Deque<ServerFrame> frames = new ArrayDeque<>();
  private RawClient.@Nullable Closed closed;
  private boolean paused;

  /** Keeps a frame; the reader's thread waits here while reading is paused. */
  synchronized void put(ServerFrame frame) throws InterruptedException {
    while (paused) {
      wait();
    }
    frames.add(frame);
    notifyAll();
  }

  synchronized void closed(RawClient.Closed how) {
    if (closed == null) {
      closed = how;
      notifyAll();
    }
  }

  synchronized Optional<RawClient.Closed> closed() {
    return Optional.ofNullable(closed);
  }

  synchronized void pause() {
    paused = true;
  }

  synchronized void resume() {
    paused = false;
    notifyAll();
  }

  Optional<ServerFrame> next(Duration patience) {
    return take(frame -> true, patience);
  }

  Optional<ServerFrame> answerTo(long requestId, Duration patience) {
    return take(frame -> frame.getRequestId() == requestId, patience);
  }

  synchronized Optional<RawClient.Closed> awaitClosed(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (closed == null && waitUntil(deadline)) {
      // Woken by a frame or in vain.
    }
    return Optional.ofNullable(closed);
  }

  private synchronized Optional<ServerFrame> take(
      Predicate<ServerFrame> wanted, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    do {
      Optional<ServerFrame> found = removeFirst(wanted);
      if (found.isPresent() || closed != null) {
        return found;
      }
    } while (waitUntil(deadline));
    return removeFirst(wanted);
  }

  private Optional<ServerFrame> removeFirst(Predicate<ServerFrame> wanted) {
    for (Iterator<ServerFrame> each = frames.iterator(); each.hasNext(); ) {
      ServerFrame frame = each.next();
      if (wanted.test(frame)) {
        each.remove();
        return Optional.of(frame);
      }
    }
    return Optional.empty();
  }

  /** Waits for a change; false when the time is over. Only with the lock held. */
  private boolean waitUntil(long deadline) {
    long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    if (millis <= 0) {
      return false;
    }
    try {
      wait(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
