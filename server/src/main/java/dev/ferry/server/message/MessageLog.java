package dev.ferry.server.message;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.UserId;
import java.util.concurrent.CompletionStage;

/**
 * The durable logs of conversations. Calls return at once. Stages fail with {@link
 * dev.ferry.server.model.RefusedException}: {@code UNAVAILABLE} when the log did not answer in
 * time, in which case an append may or may not have happened.
 */
public interface MessageLog {

  /**
   * Appends a message at the durability in force (P1), tells the bus, and touches a direct
   * conversation in both users' indexes. Idempotent by (conversation, sender's device, client
   * message id): a repeated call yields the first one's result as long as the device has accepted
   * fewer than the log's window of other messages there since (P2). Fails with {@code OUT_OF_ORDER}
   * when {@code after} names a message that is not in that window (P3), and for a group, in one
   * step with the append (P6), with {@code FORBIDDEN}, {@code MUTED} or {@code SLOW_MODE}.
   *
   * <p>An operation does what it says to its message in the same step, or fails with {@code
   * NO_SUCH_MESSAGE}, {@code MESSAGE_RECALLED}, {@code NOT_YOUR_MESSAGE}, {@code TOO_LATE}, {@code
   * ROLE_NOT_ALLOWED} or {@code TOO_MANY}. One that finds all as it wants it is no entry: its seq
   * is 0.
   */
  CompletionStage<Accepted> append(NewMessage message);

  /**
   * Entries from {@code fromSeq} on that the reader may read, oldest first; {@code fromSeq} 0 means
   * the newest {@code limit} ones. At most a page's limits of messages and bytes, but at least one
   * entry when there is one. Of a group, a member reads what was written during each membership, or
   * all where the group says so; the page's {@code firstSeq} is where the stretch begins that its
   * entries are from, its {@code headSeq} the newest entry that the reader may read. Fails with
   * {@code FORBIDDEN} for a group that the reader never was in.
   */
  CompletionStage<LogPage> page(
      UserId reader, ConversationId conversation, long fromSeq, int limit);
}
