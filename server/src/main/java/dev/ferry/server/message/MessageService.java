package dev.ferry.server.message;

import dev.ferry.server.group.GroupRates;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.References;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What users may do with messages. Checks everything that needs no Redis before the log is asked;
 * throws {@link RefusedException} at once for those, else returns the log's stage. Any thread.
 */
public final class MessageService {
  private static final long TTL_MIN_MS = Duration.ofSeconds(1).toMillis();
  private static final long TTL_MAX_MS = Duration.ofDays(366).toMillis();

  private final MessageLog log;
  private final FairAppends groupAppends;
  private final GroupRates groupRates;
  private final Limits limits;

  /**
   * What a message and a page are limited to.
   *
   * @param contentBytesMax body and text of a message together
   * @param pageMessagesMax messages in one page
   */
  public record Limits(int contentBytesMax, int pageMessagesMax) {}

  /**
   * @param turn the event loop that the calling thread belongs to, if any
   * @param groupRates of messages in groups
   */
  public MessageService(
      MessageLog log, Supplier<Optional<Executor>> turn, GroupRates groupRates, Limits limits) {
    this.log = log;
    this.groupAppends = new FairAppends(log, turn);
    this.groupRates = groupRates;
    this.limits = limits;
  }

  public CompletionStage<Accepted> send(NewMessage message) {
    checkPeer(message.conversation(), message.sender());
    checkReferences(message);
    checkLife(message);
    int size = message.content().sizeBytes();
    if (size > limits.contentBytesMax()) {
      throw new RefusedException(
          Reason.CONTENT_TOO_LARGE,
          "content: " + size + " bytes (expected: <= " + limits.contentBytesMax() + ")",
          String.valueOf(size));
    }
    if (!message.conversation().isGroup()) {
      return log.append(message);
    }
    return groupRates.within(
        message.conversation(), message.sender(), () -> groupAppends.append(message));
  }

  /** What needs no log to be wrong. */
  private static void checkReferences(NewMessage message) {
    if (message.operation() != null && !message.references().equals(References.NONE)) {
      throw new InvalidValueException("operation", "with references", "without");
    }
    if (message.references().mentionAll() && !message.conversation().isGroup()) {
      throw new InvalidValueException("mention_all", "true", "false but in groups");
    }
  }

  private static void checkLife(NewMessage message) {
    long ttlMs = message.ttlMs();
    if (ttlMs == 0) {
      return;
    }
    String value = Long.toUnsignedString(ttlMs);
    if (message.operation() != null) {
      throw new InvalidValueException("ttl_ms", value, "0 with an operation");
    }
    if (ttlMs < TTL_MIN_MS || ttlMs > TTL_MAX_MS) {
      throw new InvalidValueException("ttl_ms", value, "0, or " + TTL_MIN_MS + " to " + TTL_MAX_MS);
    }
  }

  /**
   * @param limit 0 for as many as a page holds
   */
  public CompletionStage<LogPage> page(
      UserId reader, ConversationId conversation, long fromSeq, int limit) {
    checkPeer(conversation, reader);
    int most = limits.pageMessagesMax();
    return log.page(reader, conversation, fromSeq, limit == 0 ? most : Math.min(limit, most));
  }

  /**
   * Whether the user may know of the conversation. A group's members are checked by the log, in one
   * step with what it does (P6).
   *
   * @throws RefusedException {@code FORBIDDEN}
   */
  public static void checkPeer(ConversationId conversation, UserId user) {
    if (!conversation.isGroup() && !conversation.peers().contains(user)) {
      throw RefusedException.notOf(user, conversation);
    }
  }
}
