package dev.ferry.server.delivery;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * How much is delivered at once, so that a group that floods leaves room to everybody else (P8): a
 * few sessions a turn, and bursts of more than one turn on all loops but one at a time (with a
 * single loop, on that one). Loops are as many as processors, so one-to-one messages, and a Redis
 * beside this node, find a processor free however many members a burst has. Thread-safe.
 */
final class Pacing {
  /**
   * About 0.05 ms of writes, which others on the loop wait for; a delivery costs no more than with
   * 32.
   */
  private static final int SESSIONS_A_TURN = 8;

  private final int sessionsATurn;

  /** Loops that wait to go on with a burst; the one that waits longest is the first. */
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  /** How many more may go on. */
  private int free;

  Pacing(int loops) {
    this(loops, SESSIONS_A_TURN);
  }

  /** With turns of another length, for tests. */
  Pacing(int loops, int sessionsATurn) {
    this.sessionsATurn = sessionsATurn;
    free = Math.max(1, loops - 1);
  }

  /** How many sessions are delivered to before the loop looks at its sockets. */
  int sessionsATurn() {
    return sessionsATurn;
  }

  /**
   * Asks to go on with a burst; {@link #release} is to follow. Each loop asks once at a time.
   *
   * @param go if the answer is no: runs when the caller may go on, on another loop's thread
   * @return whether the caller may go on at once
   */
  synchronized boolean acquire(Runnable go) {
    if (free == 0) {
      waiting.add(go);
      return false;
    }
    free--;
    return true;
  }

  /** Lets another loop go on. */
  synchronized void release() {
    Runnable next = waiting.poll();
    if (next == null) {
      free++;
    } else {
      next.run();
    }
  }
}
