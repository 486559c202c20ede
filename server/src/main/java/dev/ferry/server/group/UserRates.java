package dev.ferry.server.group;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/**
 * How much of one kind a user takes from this node, over all its sessions here. Thread-safe. A
 * bucket that nobody used for a while is full again anyway, so it may go.
 */
public final class UserRates {
  private static final int BUCKETS_MAX = 100_000;
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final String what;
  private final int perSecond;
  private final int burst;
  private final Cache<UserId, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(BUCKETS_MAX).expireAfterAccess(KEPT).build();

  /**
   * @param what is counted, in the plural
   * @param perSecond sustained
   * @param burst at once; full again within the minute that a bucket is kept
   */
  public UserRates(String what, int perSecond, int burst) {
    this.what = what;
    this.perSecond = perSecond;
    this.burst = burst;
  }

  /**
   * @param count at most the burst
   * @throws RefusedException {@code RATE_LIMITED}, with when to come again; nothing is taken then
   */
  public void take(UserId user, int count) {
    if (count == 0) {
      return;
    }
    Bucket bucket = buckets.get(user, key -> bucket());
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(count);
    if (!probe.isConsumed()) {
      throw new RefusedException(
          Reason.RATE_LIMITED,
          what + " of " + user + ": too many (expected: <= " + perSecond + " a second)",
          Duration.ofNanos(probe.getNanosToWaitForRefill()).plusMillis(1));
    }
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
        .build();
  }
}
