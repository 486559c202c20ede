package dev.ferry.server.model;

/**
 * A place in a group's list of members, which is ordered by (seq of the newest change, user).
 *
 * @param epoch of the log whose seqs these are: in another one they mean other changes
 * @param seq changes up to this entry are behind the cursor ...
 * @param user ... those of this very entry up to this user; empty for none of them
 * @param since version of the group that the asker knew when this walk through the list began: who
 *     left after it must be told of, and is told of as long as it is remembered
 */
public record MembersCursor(long epoch, long seq, String user, long since) {
  public static final MembersCursor START = new MembersCursor(0, 0, "", 0);
}
