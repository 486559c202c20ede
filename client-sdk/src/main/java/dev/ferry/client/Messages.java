package dev.ferry.client;

import dev.ferry.client.message.MessageRef;
import dev.ferry.client.message.Pinned;
import dev.ferry.client.message.Reacted;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sending more than content, and doing something to messages that were sent. Safe for use from any
 * thread.
 *
 * <p>Operations go through the outbox as messages do: they work offline, keep their place among
 * what this client sends into the conversation, survive the process in its local store, and happen
 * once. They come to all devices, this one included, as entries of the log: {@link
 * ReceivedMessage#operation}; a {@link Timeline} applies them. The receipt of an operation that
 * found all as it wants it has seq 0, and there is no entry.
 *
 * <p>Futures fail as those of {@link FerryClient#send}, with the codes that docs/protocol.md gives:
 * {@code NO_SUCH_MESSAGE}, {@code MESSAGE_RECALLED}, {@code NOT_YOUR_MESSAGE}, {@code TOO_LATE},
 * {@code TOO_MANY}, {@code ROLE_NOT_ALLOWED}, {@code MUTED}.
 */
public interface Messages {

  /** As {@link FerryClient#send}, with what the message refers to. */
  CompletableFuture<SendReceipt> send(String conversation, Draft draft);

  /** Answers a message, in its conversation. */
  default CompletableFuture<SendReceipt> reply(MessageRef to, MessageContent content) {
    return send(to.conversation(), Draft.of(content).replyTo(to));
  }

  /**
   * Sends a copy of a message into a conversation, with where it comes from.
   *
   * @throws IllegalArgumentException as {@link Draft#forward}
   */
  default CompletableFuture<SendReceipt> forward(String conversation, ReceivedMessage message) {
    return send(conversation, Draft.forward(message));
  }

  /**
   * Sends copies of several messages as one.
   *
   * @throws IllegalArgumentException as {@link MergedForward#of}
   */
  default CompletableFuture<SendReceipt> forward(
      String conversation, String title, List<ReceivedMessage> messages) {
    return send(conversation, Draft.of(MergedForward.of(title, messages).content()));
  }

  /**
   * Takes a message back: the own one for a while, in a group that the user is owner or admin of
   * any one. Nobody gets its content from the server any more.
   */
  CompletableFuture<SendReceipt> recall(MessageRef message);

  /** Has an own message say something else, for a while after it was sent. */
  CompletableFuture<SendReceipt> edit(MessageRef message, MessageContent content);

  /**
   * Reacts to a message.
   *
   * @param emoji 1 to 32 bytes of UTF-8 without spaces
   */
  CompletableFuture<SendReceipt> react(MessageRef message, String emoji);

  /** Takes an own reaction back. */
  CompletableFuture<SendReceipt> unreact(MessageRef message, String emoji);

  /** Pins a message for everybody in its conversation; in groups for owner and admins. */
  CompletableFuture<SendReceipt> pin(MessageRef message);

  /** Takes a pin away; in groups for owner and admins. */
  CompletableFuture<SendReceipt> unpin(MessageRef message);

  /**
   * Deletes a message for the user itself, on all of its devices, for good; others do not notice,
   * and the server goes on having it. On this device at once, on the others as {@link
   * dev.ferry.client.settings.Settings#change} says, and the future ends as that one does: {@code
   * TOO_MANY} when the user has deleted too many one by one, {@link #clear} makes room. Of another
   * life of the log, or beyond its end, it does no harm.
   */
  CompletableFuture<Void> deleteForMe(MessageRef message);

  /**
   * Deletes for the user itself, likewise, all messages of a conversation that this device knows
   * of. Fails with {@code UNKNOWN_CONVERSATION} when that is none.
   */
  CompletableFuture<Void> clear(String conversation);

  /** Whether the user has deleted it for itself, as this device knows at this moment. */
  boolean isDeletedForMe(MessageRef message);

  /** All who reacted to a message, in no order, asked of the server. */
  CompletableFuture<List<Reacted>> reactions(MessageRef message);

  /**
   * What a message said, oldest first, the present content last, asked of the server; nothing when
   * it was recalled.
   */
  CompletableFuture<List<MessageVersion>> edits(MessageRef message);

  /** The pinned messages of a conversation, oldest pin first, asked of the server. */
  CompletableFuture<List<Pinned>> pins(String conversation);
}
