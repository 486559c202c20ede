package dev.ferry.client;

import dev.ferry.client.presence.UserPresence;
import dev.ferry.client.privacy.PrivacyChange;
import dev.ferry.client.settings.ConversationSettings;
import java.util.List;

/** What a client tells its app. All methods run on the client's callback thread, one at a time. */
public interface ClientListener {

  /**
   * A message of any conversation of the user, from whichever device, the own one included: exactly
   * once for each (conversation, epoch, seq), and in seq order within a conversation.
   */
  default void onMessage(ReceivedMessage message) {}

  /**
   * The conversation's log on the server was lost or rolled back: forget what you hold of it.
   * Messages of the new log follow through {@link #onMessage}. Called once for each new epoch.
   */
  default void onReset(String conversation, long oldEpoch, long newEpoch) {}

  /**
   * So many messages of the conversation are unread now, and so many in all conversations. Of
   * changes that come faster than the app takes them it hears the last.
   */
  default void onUnread(String conversation, long unread, long total) {}

  /**
   * So many unread messages of the conversation mention the user now, and so many of all
   * conversations; at most 100 of each are known. {@link FerryClient#unreadMentionSeqs} says which.
   * Of changes that come faster than the app takes them it hears the last.
   */
  default void onUnreadMentions(String conversation, int mentions, int total) {}

  /**
   * A cursor moved: this user's, maybe by another device, or that of the other user of a direct
   * conversation. Of several moves of one cursor the app may hear the last only.
   */
  default void onCursor(ConversationCursor cursor) {}

  /**
   * Members of a group have received or read more than before; at most once a second for each
   * group. {@link FerryClient#receipts} asks who.
   */
  default void onReceiptsChanged(String conversation) {}

  /**
   * Users who are watched are, or have become, so: each once after it is first watched, then
   * whenever something changes.
   */
  default void onPresence(List<UserPresence> news) {}

  /** Somebody in a conversation of the user signals something. Signals can be lost. */
  default void onSignal(ReceivedSignal signal) {}

  /**
   * Whom the user blocks, or who may write to it, has changed, by another device or while this
   * client was away.
   */
  default void onPrivacy(PrivacyChange change) {}

  /**
   * How the user wants a conversation now, whichever device changed it. Of changes that come faster
   * than the app takes them it hears the last.
   */
  default void onSettings(ConversationSettings settings) {}

  /** The state changed. */
  default void onState(ClientState state) {}

  /** A connection was lost or refused; {@code terminal} when the client will not try again. */
  default void onDisconnected(FerryException reason, boolean terminal) {}
}
