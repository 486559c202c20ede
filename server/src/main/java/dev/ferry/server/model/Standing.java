package dev.ferry.server.model;

/**
 * How a user stands in a group, and how far the group's log goes for that user, all read at one
 * moment.
 *
 * @param member whether the user is a member of a group that is not dismissed
 * @param fromSeq the entry that made the user a member, 0 when not a member
 * @param epoch of the log; 0 when the user never was a member or there is no such group
 * @param headSeq the newest entry that the user may read: for a former member the one that ended
 *     the membership
 * @param timeMs time of that entry; 0 when the log has it no longer
 * @param logSeq the newest entry of the log
 * @param version seq of the newest entry that tells of a change
 * @param progress of a member
 */
public record Standing(
    ConversationId group,
    boolean member,
    long fromSeq,
    long epoch,
    long headSeq,
    long timeMs,
    long logSeq,
    long version,
    Progress progress) {

  /** Without progress. */
  public Standing(
      ConversationId group,
      boolean member,
      long fromSeq,
      long epoch,
      long headSeq,
      long timeMs,
      long logSeq,
      long version) {
    this(group, member, fromSeq, epoch, headSeq, timeMs, logSeq, version, Progress.NONE);
  }

  /** As the list of conversations has it. */
  public Head head() {
    return new Head(group, epoch, headSeq, timeMs, !member, progress);
  }
}
