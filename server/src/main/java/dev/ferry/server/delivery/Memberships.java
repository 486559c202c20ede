package dev.ferry.server.delivery;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Who is in which group, as Redis has it. Calls return at once; stages fail with {@code
 * UNAVAILABLE}.
 */
public interface Memberships {

  /**
   * The groups that the user's index has. It can have one that the user has just left, never lacks
   * one that the user is in: {@link #standing} tells.
   */
  CompletionStage<List<ConversationId>> groupsOf(UserId user);

  /**
   * How the user stands in each of these groups, in their order, from the groups' own slots; each
   * is read at one moment, all of them not at the same.
   */
  CompletionStage<List<Standing>> standings(UserId user, List<ConversationId> groups);

  /** How the user stands in a group. */
  default CompletionStage<Standing> standing(UserId user, ConversationId group) {
    return standings(user, List.of(group)).thenApply(standings -> standings.get(0));
  }
}
