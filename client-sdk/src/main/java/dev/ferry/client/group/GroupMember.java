package dev.ferry.client.group;

/** A member of a group or, in a list of changes, one that was. Immutable. */
public final class GroupMember {
  private final String user;
  private final GroupRole role;
  private final long mutedUntilMs;
  private final long joinedSeq;
  private final long changedSeq;
  private final boolean left;

  public GroupMember(
      String user,
      GroupRole role,
      long mutedUntilMs,
      long joinedSeq,
      long changedSeq,
      boolean left) {
    this.user = user;
    this.role = role;
    this.mutedUntilMs = mutedUntilMs;
    this.joinedSeq = joinedSeq;
    this.changedSeq = changedSeq;
    this.left = left;
  }

  public String user() {
    return user;
  }

  public GroupRole role() {
    return role;
  }

  /** Until when it may not send, in milliseconds of the server's clock since 1970; 0 if it may. */
  public long mutedUntilMs() {
    return mutedUntilMs;
  }

  /** The entry that made it a member. */
  public long joinedSeq() {
    return joinedSeq;
  }

  /** The newest entry that tells of a change which concerned it. */
  public long changedSeq() {
    return changedSeq;
  }

  /** Whether it is no longer a member. */
  public boolean left() {
    return left;
  }
}
