package dev.ferry.server.model;

/**
 * How far a conversation's log goes for one user.
 *
 * @param timeMs time of the newest entry
 * @param left whether it is a group that the user is not a member of
 * @param progress nothing where nobody asked for it
 */
public record Head(
    ConversationId conversation,
    long epoch,
    long seq,
    long timeMs,
    boolean left,
    Progress progress) {

  /** Without progress: only says that there is something to pull. */
  public Head(ConversationId conversation, long epoch, long seq, long timeMs, boolean left) {
    this(conversation, epoch, seq, timeMs, left, Progress.NONE);
  }
}
