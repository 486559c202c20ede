package dev.ferry.client.settings;

import java.util.Objects;

/** How the user wants a conversation, as far as this device knows. Immutable. */
public final class ConversationSettings {
  /** For {@link #mutedUntilMs()}: until it is taken away. */
  public static final long FOR_GOOD_MS = 1L << 53;

  private final String conversation;
  private final long mutedUntilMs;
  private final boolean pinned;
  private final boolean hidden;
  private final boolean markedUnread;
  private final String remark;
  private final String draft;

  private ConversationSettings(
      String conversation,
      long mutedUntilMs,
      boolean pinned,
      boolean hidden,
      boolean markedUnread,
      String remark,
      String draft) {
    this.conversation = conversation;
    this.mutedUntilMs = mutedUntilMs;
    this.pinned = pinned;
    this.hidden = hidden;
    this.markedUnread = markedUnread;
    this.remark = remark;
    this.draft = draft;
  }

  /** One for which nothing is set. */
  public static ConversationSettings none(String conversation) {
    return new ConversationSettings(conversation, 0, false, false, false, "", "");
  }

  public ConversationSettings withMutedUntilMs(long untilMs) {
    return new ConversationSettings(
        conversation, untilMs, pinned, hidden, markedUnread, remark, draft);
  }

  public ConversationSettings withPinned(boolean isPinned) {
    return new ConversationSettings(
        conversation, mutedUntilMs, isPinned, hidden, markedUnread, remark, draft);
  }

  public ConversationSettings withHidden(boolean isHidden) {
    return new ConversationSettings(
        conversation, mutedUntilMs, pinned, isHidden, markedUnread, remark, draft);
  }

  public ConversationSettings withMarkedUnread(boolean isMarked) {
    return new ConversationSettings(
        conversation, mutedUntilMs, pinned, hidden, isMarked, remark, draft);
  }

  public ConversationSettings withTexts(String newRemark, String newDraft) {
    return new ConversationSettings(
        conversation, mutedUntilMs, pinned, hidden, markedUnread, newRemark, newDraft);
  }

  public String conversation() {
    return conversation;
  }

  /** Nothing of it disturbs before that time, in milliseconds since 1970; 0 when not muted. */
  public long mutedUntilMs() {
    return mutedUntilMs;
  }

  public boolean isMuted(long nowMs) {
    return mutedUntilMs > nowMs;
  }

  public boolean isPinned() {
    return pinned;
  }

  /** Whether it is not to be listed; until something new comes. */
  public boolean isHidden() {
    return hidden;
  }

  /** Whether it is to be shown as unread though it was read; until it is read further. */
  public boolean isMarkedUnread() {
    return markedUnread;
  }

  /** What the user calls it; may be empty. */
  public String remark() {
    return remark;
  }

  /** What the user was about to write; may be empty. */
  public String draft() {
    return draft;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ConversationSettings)) {
      return false;
    }
    ConversationSettings that = (ConversationSettings) other;
    return conversation.equals(that.conversation)
        && mutedUntilMs == that.mutedUntilMs
        && pinned == that.pinned
        && hidden == that.hidden
        && markedUnread == that.markedUnread
        && remark.equals(that.remark)
        && draft.equals(that.draft);
  }

  @Override
  public int hashCode() {
    return Objects.hash(conversation, mutedUntilMs, pinned, hidden, markedUnread, remark, draft);
  }

  /** Without the texts, which are for nobody's log. */
  @Override
  public String toString() {
    return conversation
        + (mutedUntilMs == 0 ? "" : " muted until " + mutedUntilMs)
        + (pinned ? " pinned" : "")
        + (hidden ? " hidden" : "")
        + (markedUnread ? " marked" : "")
        + " "
        + remark.length()
        + "+"
        + draft.length();
  }
}
