package dev.ferry.server.model;

/**
 * One member of a group, or, in deltas, a former one.
 *
 * @param mutedUntilMs milliseconds since 1970; 0 when not muted
 * @param joinedSeq the entry that made it a member
 * @param changedSeq the newest entry that concerned it
 * @param left whether it is a member no longer
 */
public record Member(
    UserId user,
    GroupRole role,
    long mutedUntilMs,
    long joinedSeq,
    long changedSeq,
    boolean left) {}
