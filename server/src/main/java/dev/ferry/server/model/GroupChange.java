package dev.ferry.server.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of a group's log tells of the group; the entry's seq is the group's version from
 * there on.
 *
 * @param users whom it concerns
 * @param role for {@link Kind#ROLE_SET}: the new role of the first user
 * @param mutedUntilMs for {@link Kind#MEMBER_MUTED}: until when, milliseconds since 1970; 0 for no
 *     longer
 * @param settings for {@link Kind#CREATED} and {@link Kind#SETTINGS}
 */
public record GroupChange(
    Kind kind,
    List<UserId> users,
    @Nullable GroupRole role,
    long mutedUntilMs,
    GroupSettings settings) {

  /** What happened. The stored form has these names: they never change. */
  public enum Kind {
    CREATED,
    SETTINGS,
    ADDED,
    JOINED,
    LEFT,
    REMOVED,
    ROLE_SET,
    MEMBER_MUTED,
    DISMISSED,
    REQUESTED,
    DECLINED,
    LINK_CREATED,
    LINK_REVOKED;

    /** Whether {@link GroupChange#users} are members from this entry on. */
    public boolean admits() {
      return this == CREATED || this == ADDED || this == JOINED;
    }

    /** Whether {@link GroupChange#users} are members no longer after this entry. */
    public boolean expels() {
      return this == LEFT || this == REMOVED;
    }
  }

  public GroupChange {
    users = List.copyOf(users);
  }

  /** A change that needs no more words than whom it concerns. */
  public static GroupChange of(Kind kind, List<UserId> users) {
    return new GroupChange(kind, users, null, 0, GroupSettings.UNCHANGED);
  }
}
