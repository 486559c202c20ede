package dev.ferry.server.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody wants changed in a group. Which role may do what is docs/protocol.md's table. */
public sealed interface GroupAction {

  /** Makes the group; the actor becomes its owner. */
  record Create(GroupSettings settings, List<UserId> members) implements GroupAction {}

  record Alter(GroupSettings settings) implements GroupAction {}

  /** Makes members of those who are not; the others stay as they are. */
  record Add(List<UserId> users) implements GroupAction {}

  /** Takes out those who are members. */
  record Remove(List<UserId> users) implements GroupAction {}

  /** The actor wants in. */
  record Join(@Nullable LinkToken link) implements GroupAction {}

  /** The actor goes. */
  record Leave() implements GroupAction {}

  /** With {@link GroupRole#OWNER} the actor hands the group over and becomes an admin. */
  record SetRole(UserId user, GroupRole role) implements GroupAction {}

  /**
   * @param untilMs milliseconds since 1970; 0 for no longer
   */
  record Mute(UserId user, long untilMs) implements GroupAction {}

  record Dismiss() implements GroupAction {}

  record AnswerRequest(UserId user, boolean approve) implements GroupAction {}

  /**
   * @param lifetime from now; zero for no end
   * @param uses how many may join with it; 0 for any number
   */
  record CreateLink(LinkToken token, Duration lifetime, int uses) implements GroupAction {}

  record RevokeLink(LinkToken token) implements GroupAction {}
}
