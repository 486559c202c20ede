package dev.ferry.server.group;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.GroupAck;
import dev.ferry.server.model.GroupAction;
import dev.ferry.server.model.GroupCommand;
import dev.ferry.server.model.GroupInfo;
import dev.ferry.server.model.GroupLink;
import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.JoinRequest;
import dev.ferry.server.model.MembersCursor;
import dev.ferry.server.model.MembersPage;
import dev.ferry.server.model.UserId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What users may do with groups. Checks what a race cannot change, and throws {@link
 * InvalidValueException} at once for it; the rest is for {@link Groups} to check in its own step.
 * Any thread.
 */
public final class GroupService {
  /** How many users one change may name. */
  private static final int USERS_MAX = 200;

  private static final int PAGE = 500;

  /** Redis's scripts count in doubles. */
  private static final long TIME_MAX_MS = 1L << 53;

  private static final Duration LIFETIME_MAX = Duration.ofDays(366);

  private final Groups groups;
  private final GroupRates rates;

  /**
   * @param rates of changes
   */
  public GroupService(Groups groups, GroupRates rates) {
    this.groups = groups;
    this.rates = rates;
  }

  public CompletionStage<GroupAck> change(GroupCommand command) {
    check(command.action());
    return rates.within(command.group(), command.actor(), () -> groups.change(command));
  }

  public CompletionStage<GroupInfo> info(UserId asker, ConversationId group) {
    return groups.info(asker, group);
  }

  /**
   * @param limit 0 for as many as a page holds
   */
  public CompletionStage<MembersPage> members(
      UserId asker, ConversationId group, MembersCursor after, int limit) {
    return groups.members(asker, group, after, limit == 0 ? PAGE : Math.min(limit, PAGE));
  }

  public CompletionStage<List<JoinRequest>> requests(UserId asker, ConversationId group) {
    return groups.requests(asker, group);
  }

  public CompletionStage<List<GroupLink>> links(UserId asker, ConversationId group) {
    return groups.links(asker, group);
  }

  private static void check(GroupAction action) {
    if (action instanceof GroupAction.Create create) {
      checkUsers(create.members(), 0);
    } else if (action instanceof GroupAction.Add add) {
      checkUsers(add.users(), 1);
    } else if (action instanceof GroupAction.Remove remove) {
      checkUsers(remove.users(), 1);
    } else if (action instanceof GroupAction.Alter alter) {
      if (alter.settings().equals(GroupSettings.UNCHANGED)) {
        throw new InvalidValueException("settings", "nothing", "at least one");
      }
    } else if (action instanceof GroupAction.Mute mute) {
      if (mute.untilMs() < 0 || mute.untilMs() > TIME_MAX_MS) {
        throw new InvalidValueException(
            "until_ms", String.valueOf(mute.untilMs()), "0 to " + TIME_MAX_MS);
      }
    } else if (action instanceof GroupAction.CreateLink link) {
      checkLink(link);
    }
  }

  private static void checkUsers(List<UserId> users, int least) {
    if (users.size() < least || users.size() > USERS_MAX) {
      throw new InvalidValueException(
          "users", String.valueOf(users.size()), least + " to " + USERS_MAX);
    }
    if (new HashSet<>(users).size() < users.size()) {
      throw new InvalidValueException("users", "one of them twice", "each once");
    }
  }

  private static void checkLink(GroupAction.CreateLink link) {
    if (link.lifetime().compareTo(LIFETIME_MAX) > 0) {
      throw new InvalidValueException(
          "lifetime_s",
          String.valueOf(link.lifetime().toSeconds()),
          "at most " + LIFETIME_MAX.toSeconds());
    }
    if (link.uses() < 0) {
      throw new InvalidValueException(
          "uses", Integer.toUnsignedString(link.uses()), "<= " + Integer.MAX_VALUE);
    }
  }
}
