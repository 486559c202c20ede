package dev.ferry.server.delivery;

import dev.ferry.server.session.SessionRegistry;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells every session of this node to compare heads, spread evenly over a while so that the pulls
 * that follow do not arrive all at once. A session that logs in meanwhile may be told without need;
 * that is cheap and harmless.
 */
public final class Resync {
  private static final int SLICES = 20;

  private final SessionRegistry sessions;
  private final ScheduledExecutorService timer;
  private final Duration spread;

  public Resync(SessionRegistry sessions, ScheduledExecutorService timer, Duration spread) {
    this.sessions = sessions;
    this.timer = timer;
    this.spread = spread;
  }

  /** Begins one round. Any thread. */
  public void start() {
    for (int slice = 0; slice < SLICES; slice++) {
      int part = slice;
      long delay = spread.toMillis() * slice / SLICES;
      timer.schedule(() -> tell(part), delay, TimeUnit.MILLISECONDS);
    }
  }

  private void tell(int slice) {
    sessions.forEach(
        session -> {
          if (Math.floorMod(session.user().hashCode(), SLICES) == slice) {
            session.connection().loop().execute(session::compareHeads);
          }
        });
  }
}
