package dev.ferry.server.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ferry.server.message.MessageLog;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.redis.AppendScript.Appended;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The logs on a Cluster, where the log, the users' indexes and their channels lie on different
 * nodes: the index first, when this node has not seen to it lately; then the append, which leaves a
 * note; then the publish, which clears it.
 */
final class ClusterMessageLog implements MessageLog {
  private static final int INDEXED_MAX = 100_000;
  private static final Duration INDEXED_FOR = Duration.ofMinutes(10);

  private final AppendScript append;
  private final PageScript page;
  private final RedisConversationIndex index;
  private final PublishNotes notes;

  /**
   * Conversation -> epoch under which it was put into its users' indexes. Entries end, so that an
   * index that was lost with its node is mended by the conversation's next messages.
   */
  private final Cache<ConversationId, Long> indexed =
      Caffeine.newBuilder().maximumSize(INDEXED_MAX).expireAfterWrite(INDEXED_FOR).build();

  ClusterMessageLog(
      AppendScript append, PageScript page, RedisConversationIndex index, PublishNotes notes) {
    this.append = append;
    this.page = page;
    this.index = index;
    this.notes = notes;
  }

  @Override
  public CompletionStage<Accepted> append(NewMessage message) {
    ConversationId conversation = message.conversation();
    byte[] stored = StoredForm.of(message);
    Long known = indexed.getIfPresent(conversation);
    CompletionStage<Appended> appended =
        (known == null ? index.add(conversation) : CompletableFuture.<Void>completedStage(null))
            .thenCompose(done -> append.append(message, stored))
            .thenCompose(result -> reindexed(conversation, known, result));
    return Failures.refusing(
        appended.thenApply(
            result -> {
              // A repeated send may carry other bytes than the log has, and its note is there still
              // if nobody published it.
              if (result.fresh()) {
                notes.publish(conversation, result.place(), stored);
              }
              return result.place();
            }));
  }

  /**
   * A log under another epoch than the cached one has lost its Redis's data, and the indexes may be
   * gone with it.
   */
  private CompletionStage<Appended> reindexed(
      ConversationId conversation, @Nullable Long known, Appended result) {
    long epoch = result.place().epoch();
    CompletionStage<Void> ready =
        known == null || known == epoch
            ? CompletableFuture.completedStage(null)
            : index.add(conversation);
    return ready.thenApply(
        done -> {
          indexed.put(conversation, epoch);
          return result;
        });
  }

  @Override
  public CompletionStage<LogPage> page(ConversationId conversation, long fromSeq, int limit) {
    return Failures.refusing(page.page(conversation, fromSeq, limit));
  }
}
