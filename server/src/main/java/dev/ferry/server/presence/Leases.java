package dev.ferry.server.presence;

import dev.ferry.server.model.Lease;
import java.time.Duration;
import java.util.Map;

/**
 * The leases of all nodes as of one moment. Immutable.
 *
 * @param own this node's
 * @param nowMs that moment by Redis's clock, since 1970
 * @param refreshedMs when each was last refreshed; has those that ended lately as well
 * @param life how long one holds without a refresh
 */
public record Leases(Lease own, long nowMs, Map<Lease, Long> refreshedMs, Duration life) {

  public Leases {
    refreshedMs = Map.copyOf(refreshedMs);
  }

  /** Whether the lease holds; one that began after this moment does. */
  boolean isGood(Lease lease) {
    Long refreshed = refreshedMs.get(lease);
    return refreshed == null
        ? lease.begunMicros() > nowMs * 1000
        : nowMs - refreshed <= life.toMillis();
  }

  /**
   * When a lease that holds no longer was last refreshed, or {@code otherwise} when nobody knows.
   */
  long endedMs(Lease lease, long otherwise) {
    return refreshedMs.getOrDefault(lease, otherwise);
  }
}
