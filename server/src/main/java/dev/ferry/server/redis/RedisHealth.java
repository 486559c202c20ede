package dev.ferry.server.redis;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Whether Redis answers and every connection to it stands, found out once a second, so that a
 * health page need not wait: a node is not ready whose one loop has its connection back and another
 * has not.
 */
public final class RedisHealth {
  private static final long INTERVAL_MS = 1000;

  private final RedisLink link;

  /** Written by whichever thread completes a ping. */
  private volatile boolean answering = true;

  public RedisHealth(RedisLink link, ScheduledExecutorService timer) {
    this.link = link;
    timer.scheduleWithFixedDelay(
        Periodic.task(this::ping), INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
  }

  /** The last ping's outcome. Any thread. */
  public boolean isAnswering() {
    return answering;
  }

  private void ping() {
    link.commands()
        .ping()
        .whenComplete((pong, failure) -> answering = failure == null && link.isWhole());
  }
}
