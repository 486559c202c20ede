package dev.ferry.server.request;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;

/**
 * What one connection may take.
 *
 * @param loginTimeout from connecting to the login
 * @param heartbeat how often a client must be heard; it is given up within 2.5 times that; at least
 *     2 s
 * @param unreadFor how long a client may leave more than its share of bytes unread
 * @param callsMax unanswered requests before reading stops
 * @param unackedMax unacked sends of a device in a conversation, as the client is told
 * @param requestsPerSecond sustained rate of a session
 * @param requestsBurst requests at once
 */
public record PeerLimits(
    Duration loginTimeout,
    Duration heartbeat,
    Duration unreadFor,
    int callsMax,
    int unackedMax,
    int requestsPerSecond,
    int requestsBurst) {

  /** Twice the heartbeat: with the sweep's interval on top that stays within 2.5 times. */
  Duration silenceMax() {
    return heartbeat.multipliedBy(2);
  }

  /** For one session, used on its loop only. */
  Bucket newRate() {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(requestsBurst)
                    .refillGreedy(requestsPerSecond, Duration.ofSeconds(1)))
        .withNanosecondPrecision()
        .withSynchronizationStrategy(SynchronizationStrategy.NONE)
        .build();
  }
}
