package dev.ferry.server.redis;

import dev.ferry.server.delivery.Memberships;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The user's own set of groups, and each group's word, which counts. */
final class RedisMemberships implements Memberships {
  /** Groups that a user is in, and not the negative rest of those that it left. */
  static final Range<Long> MEMBER = Range.from(Boundary.excluding(0L), Boundary.unbounded());

  private final Batch batch;
  private final StandingScript standing;
  private final NotifyScript notify;
  private final int groupsMax;

  /**
   * @param groupsMax how many groups a user can be in, and how many its index can have
   */
  RedisMemberships(RedisLink link, StandingScript standing, NotifyScript notify, int groupsMax) {
    this.batch = link.batch();
    this.standing = standing;
    this.notify = notify;
    this.groupsMax = groupsMax;
  }

  @Override
  public CompletionStage<List<ConversationId>> groupsOf(UserId user) {
    CompletionStage<List<byte[]>> found =
        batch.commands().zrevrangebyscore(Keys.groups(user), MEMBER, Limit.create(0, groupsMax));
    batch.leave();
    return Failures.refusing(
        found.thenApply(
            ids -> ids.stream().map(id -> ConversationId.parse(Reply.text(id))).toList()));
  }

  @Override
  public CompletionStage<List<Standing>> standings(UserId user, List<ConversationId> groups) {
    return Failures.refusing(
        standing
            .standings(user, groups)
            .thenApply(
                found -> {
                  found.forEach(each -> amend(user, each));
                  return found;
                }));
  }

  private void amend(UserId user, Standing found) {
    if (!found.member() && found.epoch() != 0) {
      Accepted place = new Accepted(found.epoch(), found.headSeq(), found.timeMs());
      notify.amend(user, found.group(), place);
    }
  }
}
