package dev.ferry.server.redis;

import dev.ferry.server.group.Groups;
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
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Groups: their changes and what can be read of them. */
final class RedisGroups implements Groups {
  private final GroupChanges changes;
  private final GroupReads reads;
  private final Optional<PublishNotes> notes;

  /**
   * @param notes where changes cannot tell users' slots themselves
   */
  RedisGroups(GroupChanges changes, GroupReads reads, Optional<PublishNotes> notes) {
    this.changes = changes;
    this.reads = reads;
    this.notes = notes;
  }

  @Override
  public CompletionStage<GroupAck> change(GroupCommand command) {
    return Failures.refusing(
        changes.change(command).thenApply(outcome -> told(command.group(), outcome)));
  }

  private GroupAck told(ConversationId group, Outcome outcome) {
    outcome
        .untold()
        .ifPresent(stored -> notes.ifPresent(each -> each.tell(group, outcome.place(), stored)));
    return new GroupAck(outcome.place(), outcome.pending());
  }

  @Override
  public CompletionStage<GroupInfo> info(UserId asker, ConversationId group) {
    return Failures.refusing(reads.info(asker, group));
  }

  @Override
  public CompletionStage<MembersPage> members(
      UserId asker, ConversationId group, MembersCursor after, int limit) {
    return Failures.refusing(reads.members(asker, group, after, limit));
  }

  @Override
  public CompletionStage<List<JoinRequest>> requests(UserId asker, ConversationId group) {
    return Failures.refusing(reads.requests(asker, group));
  }

  @Override
  public CompletionStage<List<GroupLink>> links(UserId asker, ConversationId group) {
    return Failures.refusing(reads.links(asker, group));
  }
}
