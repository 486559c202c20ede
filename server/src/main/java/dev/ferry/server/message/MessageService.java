package dev.ferry.server.message;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.HeadsPage;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.util.concurrent.CompletionStage;

/**
 * What users may do with messages. Checks everything that needs no Redis before the log is asked;
 * throws {@link RefusedException} at once for those, else returns the log's stage. Stateless; any
 * thread.
 */
public final class MessageService {
  private final MessageLog log;
  private final ConversationIndex index;
  private final Limits limits;

  /**
   * @param contentBytesMax body and text of a message together
   * @param pageMessagesMax messages in one page
   */
  public record Limits(int contentBytesMax, int pageMessagesMax) {}

  public MessageService(MessageLog log, ConversationIndex index, Limits limits) {
    this.log = log;
    this.index = index;
    this.limits = limits;
  }

  public CompletionStage<Accepted> send(NewMessage message) {
    checkMember(message.conversation(), message.sender());
    int size = message.content().sizeBytes();
    if (size > limits.contentBytesMax()) {
      throw new RefusedException(
          Reason.CONTENT_TOO_LARGE,
          "content: " + size + " bytes (expected: <= " + limits.contentBytesMax() + ")",
          String.valueOf(size));
    }
    return log.append(message);
  }

  /**
   * @param limit 0 for as many as a page holds
   */
  public CompletionStage<LogPage> page(
      UserId reader, ConversationId conversation, long fromSeq, int limit) {
    checkMember(conversation, reader);
    int most = limits.pageMessagesMax();
    return log.page(conversation, fromSeq, limit == 0 ? most : Math.min(limit, most));
  }

  public CompletionStage<HeadsPage> heads(UserId user, String after) {
    return index.heads(user, after);
  }

  private static void checkMember(ConversationId conversation, UserId user) {
    if (!conversation.hasMember(user)) {
      throw new RefusedException(
          Reason.FORBIDDEN,
          "conversation: " + conversation + " (expected: one of " + user + "'s)",
          conversation.value());
    }
  }
}
