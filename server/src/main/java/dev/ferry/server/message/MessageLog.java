package dev.ferry.server.message;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.NewMessage;
import java.util.concurrent.CompletionStage;

/**
 * The durable logs of conversations. Calls return at once. Stages fail with {@link
 * dev.ferry.server.model.RefusedException}: {@code UNAVAILABLE} when the log did not answer in
 * time, in which case an append may or may not have happened.
 */
public interface MessageLog {

  /**
   * Appends a message at the durability in force (P1), tells the bus, and makes sure both users'
   * indexes have the conversation. Idempotent by (conversation, sender's device, client message
   * id): a repeated call yields the first one's result as long as the device has accepted fewer
   * than the log's window of other messages there since (P2). Fails with {@code OUT_OF_ORDER} when
   * {@code after} names a message that is not in that window (P3).
   */
  CompletionStage<Accepted> append(NewMessage message);

  /**
   * Entries from {@code fromSeq} on, oldest first; {@code fromSeq} 0 means the newest {@code limit}
   * ones. At most a page's limits of messages and bytes, but at least one entry when there is one.
   */
  CompletionStage<LogPage> page(ConversationId conversation, long fromSeq, int limit);
}
