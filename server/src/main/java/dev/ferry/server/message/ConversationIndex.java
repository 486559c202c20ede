package dev.ferry.server.message;

import dev.ferry.server.model.HeadsPage;
import dev.ferry.server.model.UserId;
import java.util.concurrent.CompletionStage;

/** Which conversations a user has, and how far each goes. */
public interface ConversationIndex {

  /**
   * One page of heads after {@code after}, which is the {@code next} of the page before or empty.
   * Fails with {@code UNAVAILABLE}.
   */
  CompletionStage<HeadsPage> heads(UserId user, String after);
}
