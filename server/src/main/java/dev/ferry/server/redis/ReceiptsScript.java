package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Receipts;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code receipts.lua}: who of a group has read an entry. */
final class ReceiptsScript {
  private final Script script;

  ReceiptsScript(RedisLink link) {
    this.script = Script.named("receipts", link.batch());
  }

  CompletionStage<Receipts> receipts(UserId asker, ConversationId group, long seq) {
    return script
        .run(new byte[][] {Keys.meta(group), Keys.roster(group)}, bytes(asker.value()), bytes(seq))
        .thenApply(reply -> receipts(group, seq, Refusal.check(reply, asker, group)));
  }

  private static Receipts receipts(ConversationId group, long seq, List<Object> reply) {
    return new Receipts(
        group,
        Reply.number(reply.get(0)),
        seq,
        Math.toIntExact(Reply.number(reply.get(1))),
        users(reply.get(2)),
        users(reply.get(3)));
  }

  private static List<UserId> users(Object names) {
    return Reply.list(names).stream().map(name -> new UserId(Reply.text(name))).toList();
  }
}
