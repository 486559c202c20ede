package dev.ferry.client.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** What is to be changed of how the user wants a conversation; what is not named stays. */
public final class SettingsChange {
  /** Bytes of UTF-8. */
  public static final int REMARK_BYTES_MAX = 256;

  /** Bytes of UTF-8. */
  public static final int DRAFT_BYTES_MAX = 4096;

  private final @Nullable Long mutedUntilMs;
  private final @Nullable Boolean pinned;
  private final @Nullable Boolean hidden;
  private final @Nullable Boolean markedUnread;
  private final @Nullable String remark;
  private final @Nullable String draft;

  private SettingsChange(
      @Nullable Long mutedUntilMs,
      @Nullable Boolean pinned,
      @Nullable Boolean hidden,
      @Nullable Boolean markedUnread,
      @Nullable String remark,
      @Nullable String draft) {
    this.mutedUntilMs = mutedUntilMs;
    this.pinned = pinned;
    this.hidden = hidden;
    this.markedUnread = markedUnread;
    this.remark = remark;
    this.draft = draft;
  }

  /**
   * Nothing of the conversation disturbs before that time.
   *
   * @param untilMs milliseconds since 1970; 0 for no longer, {@link
   *     ConversationSettings#FOR_GOOD_MS} for always
   * @throws IllegalArgumentException when it is not from 0 to {@link
   *     ConversationSettings#FOR_GOOD_MS}
   */
  public static SettingsChange muteUntil(long untilMs) {
    if (untilMs < 0 || untilMs > ConversationSettings.FOR_GOOD_MS) {
      throw new IllegalArgumentException(
          "muted until: " + untilMs + " (expected: 0 to " + ConversationSettings.FOR_GOOD_MS + ")");
    }
    return new SettingsChange(untilMs, null, null, null, null, null);
  }

  public static SettingsChange pin(boolean pinned) {
    return new SettingsChange(null, pinned, null, null, null, null);
  }

  /** Lists the conversation no longer, until something new comes; or again. */
  public static SettingsChange hide(boolean hidden) {
    return new SettingsChange(null, null, hidden, null, null, null);
  }

  /** Shows the conversation as unread until it is read further; or no longer. */
  public static SettingsChange markUnread(boolean marked) {
    return new SettingsChange(null, null, null, marked, null, null);
  }

  /**
   * @throws IllegalArgumentException when it has more than {@value #REMARK_BYTES_MAX} bytes
   */
  public static SettingsChange remark(String remark) {
    check("remark", remark, REMARK_BYTES_MAX);
    return new SettingsChange(null, null, null, null, remark, null);
  }

  /**
   * @throws IllegalArgumentException when it has more than {@value #DRAFT_BYTES_MAX} bytes
   */
  public static SettingsChange draft(String draft) {
    check("draft", draft, DRAFT_BYTES_MAX);
    return new SettingsChange(null, null, null, null, null, draft);
  }

  private static void check(String field, String text, int bytesMax) {
    int bytes = text.getBytes(UTF_8).length;
    if (bytes > bytesMax) {
      throw new IllegalArgumentException(
          field + ": " + bytes + " bytes (expected: at most " + bytesMax + ")");
    }
  }

  public @Nullable Long mutedUntilMs() {
    return mutedUntilMs;
  }

  public @Nullable Boolean pinned() {
    return pinned;
  }

  public @Nullable Boolean hidden() {
    return hidden;
  }

  public @Nullable Boolean markedUnread() {
    return markedUnread;
  }

  public @Nullable String remark() {
    return remark;
  }

  public @Nullable String draft() {
    return draft;
  }
}
