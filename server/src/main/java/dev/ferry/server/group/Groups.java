package dev.ferry.server.group;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.GroupAck;
import dev.ferry.server.model.GroupCommand;
import dev.ferry.server.model.GroupInfo;
import dev.ferry.server.model.GroupLink;
import dev.ferry.server.model.JoinRequest;
import dev.ferry.server.model.MembersCursor;
import dev.ferry.server.model.MembersPage;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The groups as Redis keeps them. Calls return at once. Stages fail with {@link
 * dev.ferry.server.model.RefusedException}: {@code UNAVAILABLE} when Redis did not answer in time,
 * in which case a change may or may not have happened; {@code FORBIDDEN} alike for a group that is
 * not there and one that the asker may not see.
 */
public interface Groups {

  /**
   * Makes one change, atomically with the checks of role, limits and state, appends the entry that
   * tells of it and tells the bus (P1). Idempotent by (group, actor's device, client message id) as
   * {@code MessageLog.append} is (P2).
   */
  CompletionStage<GroupAck> change(GroupCommand command);

  CompletionStage<GroupInfo> info(UserId asker, ConversationId group);

  /** Members, or the changes since a cursor, at most {@code limit} of them. */
  CompletionStage<MembersPage> members(
      UserId asker, ConversationId group, MembersCursor after, int limit);

  /** Who waits to be let in, oldest first; for owner and admins. */
  CompletionStage<List<JoinRequest>> requests(UserId asker, ConversationId group);

  /** For owner and admins. */
  CompletionStage<List<GroupLink>> links(UserId asker, ConversationId group);
}
