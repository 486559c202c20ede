package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.Writers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What scripts that write to a user need to know of who may ({@code part/accepts.lua}). On a single
 * Redis they read it themselves. In a Cluster it lies on another slot: there the node reads it
 * before, and remembers it for {@link #KEPT}, so for so long after a user lets fewer write, some
 * may still get through. Blocks are not concerned: they lie where the script is. Thread-safe.
 */
final class Acceptance {
  private static final Duration KEPT = Duration.ofSeconds(2);
  private static final int KEPT_MAX = 100_000;
  private static final byte[] WRITERS = bytes("writers");
  private static final byte[] SCRIPT_READS = {};
  private static final byte[] EVERYONE = bytes(Writers.EVERYONE.name());

  private final RedisLink link;
  private final Cache<UserId, byte[]> known =
      Caffeine.newBuilder().maximumSize(KEPT_MAX).expireAfterWrite(KEPT).build();

  Acceptance(RedisLink link) {
    this.link = link;
  }

  /** Whether a script reaches every key of this Redis. */
  boolean reachesAll() {
    return !link.isCluster();
  }

  /** Whom a user of a direct conversation writes to there; itself in its notes to self. */
  static UserId receiver(ConversationId conversation, UserId sender) {
    UserId first = conversation.peers().get(0);
    return first.equals(sender) ? conversation.peers().get(conversation.peers().size() - 1) : first;
  }

  /**
   * The key in which a script finds who may write to the receiver; any of its slot in a Cluster.
   */
  byte[] key(ConversationId conversation, UserId sender) {
    return reachesAll() ? Keys.privacy(receiver(conversation, sender)) : Keys.meta(conversation);
  }

  /** Who may write to the receiver, as the scripts take it; empty where they read it. */
  CompletionStage<byte[]> writers(ConversationId conversation, UserId sender) {
    UserId receiver = receiver(conversation, sender);
    if (receiver.equals(sender)) {
      return CompletableFuture.completedStage(EVERYONE);
    }
    if (reachesAll()) {
      return CompletableFuture.completedStage(SCRIPT_READS);
    }
    byte[] kept = known.getIfPresent(receiver);
    return kept == null ? read(receiver) : CompletableFuture.completedStage(kept);
  }

  private CompletionStage<byte[]> read(UserId receiver) {
    CompletionStage<byte[]> found = link.batch().commands().hget(Keys.privacy(receiver), WRITERS);
    link.batch().leave();
    return found.thenApply(
        set -> {
          byte[] writers = set == null ? EVERYONE : set;
          known.put(receiver, writers);
          return writers;
        });
  }
}
