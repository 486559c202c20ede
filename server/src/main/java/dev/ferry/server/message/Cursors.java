package dev.ferry.server.message;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.CursorMove;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.Receipts;
import dev.ferry.server.model.UserId;
import java.util.concurrent.CompletionStage;

/**
 * How far users have come in their conversations. Calls return at once. Stages fail with {@link
 * dev.ferry.server.model.RefusedException}: {@code UNAVAILABLE} when Redis did not answer in time,
 * in which case a cursor may or may not have moved; a repeated move does no harm.
 */
public interface Cursors {

  /**
   * Moves the mover's cursor on, in one step with the check that it is a member (P6), and tells the
   * user's devices and in a direct conversation those of the other user. Never back, never beyond
   * the head, and not at all in another epoch than the log's. Fails with {@code FORBIDDEN} for a
   * group that the user is not in; a direct conversation must be the user's.
   *
   * @return where the conversation stands now; epoch 0 when it has no log
   */
  CompletionStage<Head> move(Mover mover, CursorMove move);

  /**
   * Who has read an entry of a group. Fails with {@code FORBIDDEN} for who is not a member, {@code
   * INVALID_ARGUMENT} for a seq that the asker may not read.
   */
  CompletionStage<Receipts> receipts(UserId asker, ConversationId group, long seq);
}
