package dev.ferry.client.group;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an entry of a group's log tells of; who did it is the entry's sender. Immutable. */
public final class GroupChange {

  /** The kinds of changes. */
  public enum Kind {
    /** A kind newer than this client; the entry's text has it in words. */
    UNKNOWN,
    /** The users are all members, the owner first. */
    CREATED,
    SETTINGS,
    /** The sender made the users members. */
    ADDED,
    /** The user became a member by itself. */
    JOINED,
    LEFT,
    REMOVED,
    ROLE_SET,
    MEMBER_MUTED,
    DISMISSED,
    /** The user asks to become a member. */
    REQUESTED,
    DECLINED,
    LINK_CREATED,
    LINK_REVOKED
  }

  private final Kind kind;
  private final List<String> users;
  private final @Nullable GroupRole role;
  private final long mutedUntilMs;
  private final @Nullable GroupSettings settings;

  public GroupChange(
      Kind kind,
      List<String> users,
      @Nullable GroupRole role,
      long mutedUntilMs,
      @Nullable GroupSettings settings) {
    this.kind = kind;
    this.users = Collections.unmodifiableList(new ArrayList<>(users));
    this.role = role;
    this.mutedUntilMs = mutedUntilMs;
    this.settings = settings;
  }

  public Kind kind() {
    return kind;
  }

  /** Whom it concerns. */
  public List<String> users() {
    return users;
  }

  /** {@code ROLE_SET}: the new role; else null. */
  public @Nullable GroupRole role() {
    return role;
  }

  /** {@code MEMBER_MUTED}: until when, in milliseconds since 1970; 0 for no longer muted. */
  public long mutedUntilMs() {
    return mutedUntilMs;
  }

  /** {@code CREATED}, {@code SETTINGS}: what was set; else null. */
  public @Nullable GroupSettings settings() {
    return settings;
  }
}
