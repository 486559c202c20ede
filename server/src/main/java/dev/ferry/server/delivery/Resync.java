package dev.ferry.server.delivery;

import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Has every session of this node enter the groups that it may have been admitted to unheard, and
 * compare heads; spread evenly over a while so that the questions that follow do not come all at
 * once. A session that logs in meanwhile may be told without need; that is cheap and harmless.
 */
public final class Resync {
  private static final int SLICES = 20;

  private final SessionRegistry sessions;
  private final Consumer<Session> refresh;
  private final ScheduledExecutorService timer;
  private final Duration spread;

  /**
   * @param refresh what is to be done for each session
   */
  public Resync(
      SessionRegistry sessions,
      Consumer<Session> refresh,
      ScheduledExecutorService timer,
      Duration spread) {
    this.sessions = sessions;
    this.refresh = refresh;
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
            refresh.accept(session);
          }
        });
  }
}
