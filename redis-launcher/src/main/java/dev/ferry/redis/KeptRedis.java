package dev.ferry.redis;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link EmbeddedRedis} that is started again, same port and data, when it ends by itself.
 * Thread-safe.
 */
public final class KeptRedis implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeptRedis.class);
  private static final Duration RESTART_AFTER = Duration.ofMillis(500);

  private final ScheduledExecutorService timer;

  /** Guarded by this. */
  private EmbeddedRedis redis;

  /** Guarded by this. */
  private boolean closed;

  /**
   * Starts Redis and returns when it answers.
   *
   * @param timer runs the restarts, which block it for as long as Redis needs to start
   */
  public KeptRedis(EmbeddedRedis.Settings settings, ScheduledExecutorService timer) {
    this.timer = timer;
    this.redis = EmbeddedRedis.start(settings);
    watch();
  }

  /** {@code redis://:password@127.0.0.1:port}, the same over restarts; a secret. */
  public synchronized URI uri() {
    return redis.uri();
  }

  @Override
  public synchronized void close() {
    closed = true;
    redis.close();
  }

  private void watch() {
    redis.onExit().thenRun(this::restartLater);
  }

  private void restartLater() {
    if (!timer.isShutdown()) {
      timer.schedule(this::restart, RESTART_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void restart() {
    if (closed) {
      return;
    }
    EmbeddedRedis.Settings settings = redis.settings();
    redis.close();
    try {
      redis = EmbeddedRedis.start(settings);
      watch();
    } catch (EmbeddedRedisException e) {
      LOG.error("embedded Redis does not start again", e);
      restartLater();
    }
  }
}
