package dev.ferry.loadtest.crowd;

import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.FerryException;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.presence.UserPresence;
import java.util.List;

/** What happens to a phone, told on its loop; must not block. */
public interface PhoneListener {

  /** The next message of its conversation; exactly once, in seq order. */
  default void onMessage(Phone phone, ReceivedMessage message) {}

  default void onState(Phone phone, ClientState state) {}

  /** A connection was lost or refused. */
  default void onDisconnected(Phone phone, FerryException reason, boolean terminal) {}

  /** A cursor moved: of the phone's user, or of the other one of a direct conversation. */
  default void onCursor(Phone phone, ConversationCursor cursor) {}

  /** Watched users are, or have become, so. */
  default void onPresence(Phone phone, List<UserPresence> news) {}

  /** Somebody signals something. */
  default void onSignal(Phone phone, ReceivedSignal signal) {}

  /** So many messages are unread. */
  default void onUnread(Phone phone, String conversation, long unread) {}

  /** The phone knows of the conversation, and how its user stands there. */
  default void onTally(Phone phone, String conversation) {}

  /** Everything up to {@code seq} was received. */
  default void onPosition(Phone phone, String conversation, long epoch, long seq) {}

  /** A conversation's log was lost or rolled back. */
  default void onReset(Phone phone, String conversation, long oldEpoch, long newEpoch) {}
}
