package dev.ferry.loadtest.fault;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What all connections of a proxy have in common: what they carried, and what is dropped. */
final class ProxyTraffic {
  private final AtomicLong toServer = new AtomicLong();
  private final AtomicLong toClient = new AtomicLong();
  private final AtomicLong busMessagesDropped = new AtomicLong();
  private final boolean redis;

  // Touched on the proxy's event loop only.
  private double dropShare;
  private SplittableRandom random = new SplittableRandom(0);

  private ProxyTraffic(boolean redis) {
    this.redis = redis;
  }

  /** Of bytes that nobody looks at. */
  static ProxyTraffic ofBytes() {
    return new ProxyTraffic(false);
  }

  /** Of a Redis, whose replies are followed from the first byte of each connection. */
  static ProxyTraffic ofRedis() {
    return new ProxyTraffic(true);
  }

  /** Bytes handed to the server's sockets so far. */
  AtomicLong toServer() {
    return toServer;
  }

  /** Bytes handed to clients' sockets so far. */
  AtomicLong toClient() {
    return toClient;
  }

  long busMessagesDropped() {
    return busMessagesDropped.get();
  }

  void dropBusMessages(double share, long seed) {
    if (!redis) {
      throw new IllegalStateException("this proxy does not follow what Redis says");
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share: " + share + " (expected: 0 to 1)");
    }
    dropShare = share;
    random = new SplittableRandom(seed);
  }

  /** For one new connection. */
  @Nullable BusMessageFilter filter() {
    return redis ? new BusMessageFilter(this::drops) : null;
  }

  private boolean drops() {
    boolean drop = dropShare > 0 && random.nextDouble() < dropShare;
    if (drop) {
      busMessagesDropped.incrementAndGet();
    }
    return drop;
  }
}
