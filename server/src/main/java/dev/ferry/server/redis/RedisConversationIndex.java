package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.message.ConversationIndex;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.HeadsPage;
import dev.ferry.server.model.UserId;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The index is a sorted set whose scores are all 0, so that it pages by id; heads come from the
 * conversations' meta.
 */
public final class RedisConversationIndex implements ConversationIndex {
  private static final int PAGE = 200;
  private static final byte[] EPOCH = Keys.bytes("epoch");
  private static final byte[] SEQ = Keys.bytes("seq");

  private final Batch batch;
  private final RedisClusterAsyncCommands<byte[], byte[]> redis;

  public RedisConversationIndex(RedisLink link) {
    this.batch = link.batch();
    this.redis = batch.commands();
  }

  /** Two round trips: the ids, then all their heads at once. */
  @Override
  public CompletionStage<HeadsPage> heads(UserId user, String after) {
    Boundary<byte[]> from =
        after.isEmpty() ? Boundary.unbounded() : Boundary.excluding(after.getBytes(UTF_8));
    Range<byte[]> range = Range.from(from, Boundary.unbounded());
    CompletionStage<List<byte[]>> ids =
        redis.zrangebylex(Keys.index(user), range, Limit.create(0, PAGE));
    batch.leave();
    return Failures.refusing(ids.thenCompose(this::headsOf));
  }

  /**
   * Adds the conversation to the indexes of its members; for a Cluster, where the append cannot.
   */
  CompletionStage<Void> add(ConversationId conversation) {
    byte[] id = Keys.bytes(conversation.value());
    CompletionStage<Void> added =
        all(
            conversation.members().stream()
                .map(member -> redis.zadd(Keys.index(member), 0, id).toCompletableFuture())
                .toList());
    batch.leave();
    return added;
  }

  private CompletionStage<HeadsPage> headsOf(List<byte[]> ids) {
    List<ConversationId> conversations =
        ids.stream().map(id -> ConversationId.parse(new String(id, UTF_8))).toList();
    List<CompletableFuture<List<KeyValue<byte[], byte[]>>>> metas = new ArrayList<>();
    for (ConversationId conversation : conversations) {
      metas.add(redis.hmget(Keys.meta(conversation), EPOCH, SEQ).toCompletableFuture());
    }
    batch.leave();
    return all(metas).thenApply(done -> page(conversations, metas));
  }

  private static HeadsPage page(
      List<ConversationId> conversations,
      List<CompletableFuture<List<KeyValue<byte[], byte[]>>>> metas) {
    List<Head> heads = new ArrayList<>();
    for (int i = 0; i < conversations.size(); i++) {
      List<KeyValue<byte[], byte[]>> meta = metas.get(i).join();
      // A conversation whose first append failed is in the index but has no log yet.
      if (meta.get(0).hasValue()) {
        heads.add(new Head(conversations.get(i), number(meta.get(0)), number(meta.get(1))));
      }
    }
    boolean last = conversations.size() < PAGE;
    return new HeadsPage(heads, last ? "" : conversations.get(PAGE - 1).value());
  }

  private static long number(KeyValue<byte[], byte[]> field) {
    return Long.parseLong(new String(field.getValue(), UTF_8));
  }

  private static CompletionStage<Void> all(List<? extends CompletableFuture<?>> stages) {
    return CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new));
  }
}
