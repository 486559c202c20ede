package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.Lease;
import dev.ferry.server.model.NodeId;
import dev.ferry.server.presence.Leases;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** {@code presence/lease.lua}: this node's lease, and what is known of the others'. */
final class LeaseScript {
  /** As long as somebody may ask when users of a node that died were last seen. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private final Batch batch;
  private final Script script;
  private final NodeId node;
  private final Duration life;

  LeaseScript(RedisLink link, NodeId node, Duration life) {
    this.batch = link.batch();
    this.script = Script.named("presence/lease", link.batch());
    this.node = node;
    this.life = life;
  }

  CompletionStage<Leases> refresh(Optional<Lease> own) {
    return script
        .run(
            new byte[][] {Keys.leases()},
            bytes(own.map(Lease::toString).orElse("")),
            bytes(node.value()),
            bytes(life.toMillis()),
            bytes(REMEMBERED.toMillis()))
        .thenApply(this::leases);
  }

  CompletionStage<Void> release(Lease own) {
    CompletionStage<Long> removed = batch.commands().zrem(Keys.leases(), bytes(own.toString()));
    batch.leave();
    return removed.thenAccept(count -> {});
  }

  private Leases leases(List<Object> reply) {
    List<Object> all = Reply.list(reply.get(2));
    Map<Lease, Long> refreshed = new HashMap<>();
    for (int i = 0; i < all.size(); i += 2) {
      refreshed.put(Lease.parse(Reply.text(all.get(i))), Reply.number(all.get(i + 1)));
    }
    Lease own = Lease.parse(Reply.text(reply.get(0)));
    return new Leases(own, Reply.number(reply.get(1)), refreshed, life);
  }
}
