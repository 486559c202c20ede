package dev.ferry.client.group;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The groups of a client's user. A group is named by its conversation id, which {@link
 * dev.ferry.client.ConversationIds#group} makes. Safe for use from any thread.
 *
 * <p>A change is repeated over lost connections until the server has answered it, and happens once.
 * The changes of one group happen in the order of the calls, and in their place among the messages
 * that this client sends into the group: after those sent before the call, except messages that the
 * group's slow mode still delays, and before those sent after it. A client that is closed forgets
 * the changes that were not answered: each was made once or not at all.
 *
 * <p>Futures fail with {@link dev.ferry.client.FerryException}: {@code REFUSED} when the server
 * refuses for good, its {@code code()} saying why (docs/protocol.md: {@code FORBIDDEN} for a group
 * that does not exist or that the user may not see, {@code ROLE_NOT_ALLOWED}, {@code GROUP_FULL}
 * …); {@code OUTBOX_FULL} when too many calls have no answer; {@code CLOSED}.
 */
public interface Groups {

  /** Makes a group, with the user as its owner; the settings left out get the server's defaults. */
  CompletableFuture<GroupReceipt> create(
      String group, GroupSettings settings, Collection<String> members);

  /** Changes the settings that are not null. */
  CompletableFuture<GroupReceipt> alter(String group, GroupSettings settings);

  /** Makes the users members; those who are stay as they are. At most 200. */
  CompletableFuture<GroupReceipt> add(String group, Collection<String> users);

  /** Ends the users' membership; those who are no members are passed over. At most 200. */
  CompletableFuture<GroupReceipt> remove(String group, Collection<String> users);

  /** Joins, or asks to be let in: {@link GroupReceipt#pending}. */
  default CompletableFuture<GroupReceipt> join(String group) {
    return join(group, "");
  }

  /** Joins with the token of a link. */
  CompletableFuture<GroupReceipt> join(String group, String link);

  CompletableFuture<GroupReceipt> leave(String group);

  /** Makes a member an admin or no longer one. */
  CompletableFuture<GroupReceipt> setRole(String group, String user, GroupRole role);

  /** Makes a member the owner; who was it becomes an admin. */
  default CompletableFuture<GroupReceipt> handOver(String group, String user) {
    return setRole(group, user, GroupRole.OWNER);
  }

  /**
   * Lets a member not send until {@code untilMs}, milliseconds of the server's clock since 1970.
   */
  CompletableFuture<GroupReceipt> mute(String group, String user, long untilMs);

  /** Lets a muted member send again. */
  default CompletableFuture<GroupReceipt> unmute(String group, String user) {
    return mute(group, user, 0);
  }

  /** Ends the group: no more entries; members may read what there is. */
  CompletableFuture<GroupReceipt> dismiss(String group);

  /** Lets in who asked for it. */
  CompletableFuture<GroupReceipt> approve(String group, String user);

  /** Does not let in who asked for it. */
  CompletableFuture<GroupReceipt> decline(String group, String user);

  /**
   * Makes a link into the group; the future has its token, a secret of this client's making.
   *
   * @param lifetime zero for no end; at most a year
   * @param uses how many can join with it; 0 for any number
   */
  CompletableFuture<String> createLink(String group, Duration lifetime, int uses);

  /** Ends a link. */
  CompletableFuture<GroupReceipt> revokeLink(String group, String token);

  /** The group as it is now. */
  CompletableFuture<GroupInfo> info(String group);

  /**
   * All members, those who left meanwhile left out; {@link MembersPage#next} is the cursor for what
   * changes from now on.
   */
  CompletableFuture<MembersPage> members(String group);

  /**
   * One page of members, or of those who changed since.
   *
   * @param after {@link MembersPage#next} of the page before; empty for the first of all members
   */
  CompletableFuture<MembersPage> members(String group, String after);

  /** Who waits to be let in; for owner and admins. */
  CompletableFuture<List<JoinRequest>> requests(String group);

  /** The links into the group; for owner and admins. */
  CompletableFuture<List<GroupLink>> links(String group);
}
