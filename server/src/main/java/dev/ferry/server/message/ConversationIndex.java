package dev.ferry.server.message;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Touched;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Which conversations a user has. Messages touch a direct conversation; what makes a user a member
 * of a group or ends that touches the group, its messages do not. Stages fail with {@code
 * UNAVAILABLE}.
 */
public interface ConversationIndex {

  /**
   * The conversations touched at or after {@code since} and before {@code before}, most recently
   * touched first. A {@code since} that this index never gave, because it was rolled back or lost,
   * counts as 0.
   */
  CompletionStage<Touched> touched(UserId user, long since, long before, int limit);

  /**
   * How far these conversations go for the user, in the order asked for; those without a log are
   * left out.
   */
  CompletionStage<List<Head>> heads(UserId user, List<ConversationId> conversations);
}
