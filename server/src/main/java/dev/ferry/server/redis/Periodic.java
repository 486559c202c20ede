package dev.ferry.server.redis;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tasks that are run again and again: a timer drops one that throws, without a word. */
final class Periodic {
  private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

  private Periodic() {}

  /** The same task, whose failures are logged and end only this run of it. */
  static Runnable task(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("a periodic task failed; it will run again", e);
      }
    };
  }
}
