package dev.ferry.server.request;

import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets a few logins of a loop be under way at a time; the others wait in the order in which they
 * came. When thousands come at once, Redis is so asked for as many as it can answer soon, instead
 * of for all of them, each late enough to be given up and to come again. Belongs to its loop.
 */
final class LoginQueue {
  /** Those who hung up meanwhile are among them. */
  private static final int WAITING_MAX = 20_000;

  private final int underWayMax;
  private final Duration patience;
  private final Queue<Guest> waiting = new ArrayDeque<>();
  private int underWay;

  /** Somebody who wants to log in. */
  interface Guest {
    /**
     * Its turn has come.
     *
     * @return whether its login is under way now; {@link #done} must follow then
     */
    boolean begin();
  }

  /**
   * @param underWayMax logins under way at a time
   * @param patience how long a login may wait
   */
  LoginQueue(int underWayMax, Duration patience) {
    this.underWayMax = underWayMax;
    this.patience = patience;
  }

  /**
   * Begins the guest's login, now or later.
   *
   * @throws RefusedException when too many wait already
   */
  void join(Guest guest) {
    if (underWay < underWayMax) {
      underWay += guest.begin() ? 1 : 0;
    } else if (waiting.size() < WAITING_MAX) {
      waiting.add(guest);
    } else {
      throw overrun();
    }
  }

  /** A login that was under way is answered. */
  void done() {
    underWay--;
    while (underWay < underWayMax && !waiting.isEmpty()) {
      underWay += waiting.remove().begin() ? 1 : 0;
    }
  }

  /** For a login that does not get its turn: it may come again, but not all of them at once. */
  RefusedException overrun() {
    long again = ThreadLocalRandom.current().nextLong(patience.toMillis() + 1);
    return new RefusedException(
        Reason.UNAVAILABLE, "login: too many at once", Duration.ofMillis(again));
  }
}
