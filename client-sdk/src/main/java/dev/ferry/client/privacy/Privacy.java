package dev.ferry.client.privacy;

import java.util.concurrent.CompletableFuture;

/**
 * Whom the client's user blocks, and who may write to it. Safe for use from any thread. {@link
 * dev.ferry.client.ClientListener#onPrivacy} tells of changes by other devices.
 *
 * <p>Who is blocked can write nothing more in the direct conversation, nor can the user there; both
 * can still recall what they wrote. The blocked one is refused with {@code NOT_ACCEPTED}, as
 * everybody is whom {@link #setWhoMayWrite} leaves out, and the user with {@code BLOCKED_BY_YOU}.
 *
 * <p>Changes may be repeated, and the client does so when it gets no answer. Futures wait for a
 * connection, and fail with {@link dev.ferry.client.FerryException}: {@code REFUSED} when the
 * server refuses for good, {@code OUTBOX_FULL} when too many calls have no answer, {@code CLOSED}.
 */
public interface Privacy {

  /** Blocks a user; once it is done nothing of that user arrives any more. */
  CompletableFuture<PrivacySettings> block(String user);

  CompletableFuture<PrivacySettings> unblock(String user);

  /**
   * One page of those whom the user blocks, the newest first.
   *
   * @param after {@link BlockedPage#next} of the page before; 0 for the first
   * @param limit at most 500; 0 for as many
   */
  CompletableFuture<BlockedPage> blocked(long after, int limit);

  /** How the user stands. */
  CompletableFuture<PrivacySettings> settings();

  /** Sets who may write to the user. In a Redis Cluster it takes two seconds to hold everywhere. */
  CompletableFuture<PrivacySettings> setWhoMayWrite(Writers whoMayWrite);
}
