package dev.ferry.server.message;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.EditsPage;
import dev.ferry.server.model.Pinned;
import dev.ferry.server.model.Reacted;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What can be asked of single messages. Calls return at once. Stages fail with {@link
 * dev.ferry.server.model.RefusedException}: {@code NO_SUCH_MESSAGE} for a message that is not there
 * or that the reader may not read, {@code FORBIDDEN} for a group that the reader never was in,
 * {@code UNAVAILABLE}.
 */
public interface MessageReads {

  /** All who reacted to a message, in no order. */
  CompletionStage<List<Reacted>> reactions(UserId reader, ConversationId conversation, long seq);

  /**
   * What a message said; nothing when it was recalled.
   *
   * @param from seq of the version to begin with; 0 for the first
   */
  CompletionStage<EditsPage> edits(UserId reader, ConversationId conversation, long seq, long from);

  /** The pinned messages of a conversation, oldest pin first. */
  CompletionStage<List<Pinned>> pins(UserId reader, ConversationId conversation);
}
