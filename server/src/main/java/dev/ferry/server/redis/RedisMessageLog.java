package dev.ferry.server.redis;

import dev.ferry.server.message.MessageLog;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.Operation;
import dev.ferry.server.model.UserId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The logs of direct conversations and of groups. */
final class RedisMessageLog implements MessageLog {
  private final AppendScript direct;
  private final GroupAppendScript groups;
  private final OperateScript operations;
  private final PageScript page;
  private final Optional<PublishNotes> notes;

  /**
   * @param notes where appends cannot publish to users themselves
   */
  RedisMessageLog(
      AppendScript direct,
      GroupAppendScript groups,
      OperateScript operations,
      PageScript page,
      Optional<PublishNotes> notes) {
    this.direct = direct;
    this.groups = groups;
    this.operations = operations;
    this.page = page;
    this.notes = notes;
  }

  @Override
  public CompletionStage<Accepted> append(NewMessage message) {
    byte[] stored = StoredForm.of(message);
    CompletionStage<Outcome> appended = append(message, stored);
    return Failures.refusing(
        message.conversation().isGroup()
            ? appended.thenApply(Outcome::place)
            : appended.thenApply(outcome -> told(message, stored, outcome)));
  }

  private CompletionStage<Outcome> append(NewMessage message, byte[] stored) {
    Operation operation = message.operation();
    if (operation != null) {
      return operations.operate(message, operation, stored);
    }
    return message.conversation().isGroup()
        ? groups.append(message, stored)
        : direct.append(message, stored);
  }

  /**
   * A repeated send may carry other bytes than the log has, and its note is there still if nobody
   * told the users: it is left to the sweep.
   */
  private Accepted told(NewMessage message, byte[] stored, Outcome outcome) {
    if (outcome.fresh()) {
      byte[] kept = StoredForm.counted(stored, outcome.place().count());
      notes.ifPresent(each -> each.tell(message.conversation(), outcome.place(), kept));
    }
    return outcome.place();
  }

  @Override
  public CompletionStage<LogPage> page(
      UserId reader, ConversationId conversation, long fromSeq, int limit) {
    return Failures.refusing(page.page(reader, conversation, fromSeq, limit));
  }
}
