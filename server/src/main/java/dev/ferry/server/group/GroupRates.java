package dev.ferry.server.group;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * How much of one kind a group takes through this node, and how much of it from one member (P8).
 * Thread-safe. A bucket that nobody used for a while is full again anyway, so it may go.
 *
 * <p>Only members draw on the group's share: the first of whoever is not known to be one goes to
 * the group uncounted, and what was taken is counted afterwards. What the group does not take is
 * given back. So outsiders do not use up what is the members'.
 */
public final class GroupRates {
  private static final int BUCKETS_MAX = 100_000;
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final String what;
  private final Rate ofGroup;
  private final Rate ofMember;
  private final TimeMeter clock;
  private final Cache<ConversationId, Bucket> groups = kept();
  private final Cache<InGroup, Share> shares = kept();

  /**
   * @param perSecond sustained
   * @param burst at once
   */
  public record Rate(int perSecond, int burst) {}

  private record InGroup(ConversationId group, UserId user) {}

  /** What one user may do in one group. */
  private static final class Share {
    private final Bucket bucket;

    /** Whether the group took the user's last one. Any thread, the last one wins. */
    private volatile boolean taken;

    /** Whether one is under way that finds out. */
    private final AtomicBoolean asking = new AtomicBoolean();

    Share(Bucket bucket) {
      this.bucket = bucket;
    }
  }

  /**
   * @param what is counted, in the plural
   */
  public GroupRates(String what, Rate ofGroup, Rate ofMember) {
    this(what, ofGroup, ofMember, TimeMeter.SYSTEM_NANOTIME);
  }

  /**
   * @param clock that buckets fill up by
   */
  GroupRates(String what, Rate ofGroup, Rate ofMember, TimeMeter clock) {
    this.what = what;
    this.ofGroup = ofGroup;
    this.ofMember = ofMember;
    this.clock = clock;
  }

  /**
   * Does one thing in a group, if the rates allow it.
   *
   * @throws RefusedException {@code RATE_LIMITED}, with when to come again
   */
  public <T> CompletionStage<T> within(
      ConversationId group, UserId user, Supplier<CompletionStage<T>> thing) {
    Share share = shares.get(new InGroup(group, user), key -> new Share(bucket(ofMember)));
    take(share.bucket, what + " of " + user + " in " + group, ofMember);
    Bucket ofAll = groups.get(group, key -> bucket(ofGroup));
    boolean asks = !share.taken && share.asking.compareAndSet(false, true);
    boolean counted = asks ? ofAll.tryConsume(1) : takeOrGiveBack(share, ofAll, group);
    return begin(thing)
        .whenComplete(
            (done, failure) -> {
              share.taken = failure == null;
              if (asks) {
                share.asking.set(false);
              }
              if (failure == null && !counted) {
                ofAll.consumeIgnoringRateLimits(1);
              } else if (failure != null && counted) {
                ofAll.addTokens(1);
              }
            });
  }

  private boolean takeOrGiveBack(Share share, Bucket ofAll, ConversationId group) {
    try {
      take(ofAll, what + " in " + group, ofGroup);
      return true;
    } catch (RefusedException e) {
      share.bucket.addTokens(1);
      throw e;
    }
  }

  /** What is thrown fails like the rest, so that it is given back as well. */
  private static <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> thing) {
    try {
      return thing.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static void take(Bucket bucket, String what, Rate rate) {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new RefusedException(
          Reason.RATE_LIMITED,
          what + ": too many (expected: <= " + rate.perSecond() + " a second)",
          Duration.ofNanos(probe.getNanosToWaitForRefill()).plusMillis(1));
    }
  }

  private Bucket bucket(Rate rate) {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit.capacity(rate.burst()).refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
        .withCustomTimePrecision(clock)
        .build();
  }

  private static <K, V> Cache<K, V> kept() {
    return Caffeine.newBuilder().maximumSize(BUCKETS_MAX).expireAfterAccess(KEPT).build();
  }
}
