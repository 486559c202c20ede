package dev.ferry.server.redis;

import dev.ferry.server.message.MessageLog;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.redis.AppendScript.Appended;
import java.util.concurrent.CompletionStage;

/**
 * The logs on a single Redis: one script appends, fills the indexes and publishes, so nothing can
 * fall in between.
 */
final class RedisMessageLog implements MessageLog {
  private final AppendScript append;
  private final PageScript page;

  RedisMessageLog(AppendScript append, PageScript page) {
    this.append = append;
    this.page = page;
  }

  @Override
  public CompletionStage<Accepted> append(NewMessage message) {
    return Failures.refusing(
        append.append(message, StoredForm.of(message)).thenApply(Appended::place));
  }

  @Override
  public CompletionStage<LogPage> page(ConversationId conversation, long fromSeq, int limit) {
    return Failures.refusing(page.page(conversation, fromSeq, limit));
  }
}
