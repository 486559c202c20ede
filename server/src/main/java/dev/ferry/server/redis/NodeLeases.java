package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which nodes are dead. Each renews its lease every two seconds, for six; one that was killed is
 * known to all others within eight. A node whose lease ran out though it lives, because it did not
 * reach Redis, learns so, and what others did meanwhile is looked up. Thread-safe.
 */
final class NodeLeases {
  private static final Logger LOG = LoggerFactory.getLogger(NodeLeases.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final byte[] LEASE_MS = bytes(3 * INTERVAL.toMillis());

  /** Longer than a session is good for, mostly: what a dead node left behind ends by then. */
  private static final byte[] REMEMBERED_MS = bytes(Duration.ofDays(30).toMillis());

  private static final byte[] DEAD_MAX = bytes(1000);

  private final Script script;
  private final NodeRun run;

  /** Replaced at each renewal, on the connection's loop; read by any. */
  private volatile Set<String> dead = Set.of();

  NodeLeases(RedisLink link, NodeRun run) {
    this.script = Script.named("renew_lease", link.batch());
    this.run = run;
  }

  /**
   * Takes the lease, blocking, and keeps it from then on.
   *
   * @param lapsed runs when the lease had run out; any thread
   * @throws RefusedException when Redis does not answer
   */
  void start(ScheduledExecutorService timer, Runnable lapsed) {
    renew(lapsed, LEASE_MS).toCompletableFuture().join();
    timer.scheduleWithFixedDelay(
        Periodic.task(
            () ->
                renew(lapsed, LEASE_MS)
                    .exceptionally(
                        failure -> {
                          LOG.debug("the lease was not renewed", failure);
                          return null;
                        })),
        INTERVAL.toMillis(),
        INTERVAL.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Ends the lease: whatever sessions this node leaves behind are over. */
  CompletionStage<?> end() {
    return renew(() -> {}, bytes(0));
  }

  /** Whether the run is known to be over. */
  boolean isDead(String other) {
    return dead.contains(other);
  }

  private CompletionStage<?> renew(Runnable lapsed, byte[] leaseMs) {
    return Failures.refusing(
        script
            .run(new byte[][] {Keys.runs()}, run.bytes(), leaseMs, REMEMBERED_MS, DEAD_MAX)
            .thenApply(
                reply -> {
                  dead = runs(reply);
                  if (Reply.number(reply.get(0)) == 1) {
                    LOG.warn("this node's lease had run out");
                    lapsed.run();
                  }
                  return reply;
                }));
  }

  private static Set<String> runs(List<Object> reply) {
    return reply.subList(1, reply.size()).stream()
        .map(Reply::text)
        .collect(Collectors.toUnmodifiableSet());
  }
}
