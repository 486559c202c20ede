package dev.ferry.server.redis;

import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed command means to the client. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /**
   * Error replies that pass: full, starting, failing over, resharding, or not allowed to write now.
   */
  private static final Pattern PASSING =
      Pattern.compile(
          "(OOM|MISCONF|LOADING|READONLY|CLUSTERDOWN|TRYAGAIN|MASTERDOWN|NOREPLICAS|MOVED|ASK|BUSY|UNKILLABLE)\\b.*",
          Pattern.DOTALL);

  private Failures() {}

  /** The same stage, its failures turned into {@link RefusedException}. */
  static <T> CompletionStage<T> refusing(CompletionStage<T> stage) {
    return stage.exceptionally(
        failure -> {
          throw refusal(failure);
        });
  }

  static RefusedException refusal(Throwable failure) {
    Throwable cause = RefusedException.causeOf(failure);
    if (cause instanceof RefusedException refused) {
      return refused;
    }
    boolean defect =
        cause instanceof RedisCommandExecutionException
            ? !PASSING.matcher(String.valueOf(cause.getMessage())).matches()
            : !(cause instanceof RedisException
                || cause instanceof IOException
                || cause instanceof CancellationException);
    if (defect) {
      LOG.error("redis answered what it never should", cause);
      return new RefusedException(Reason.INTERNAL, "a defect of the server", RETRY_AFTER);
    }
    LOG.debug("redis does not answer", cause);
    return new RefusedException(
        Reason.UNAVAILABLE, "the message store does not answer", RETRY_AFTER);
  }
}
