package dev.ferry.client.core;

import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.FerryException;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.client.privacy.PrivacyChange;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.client.store.Position;
import dev.ferry.client.store.Tally;
import java.util.List;
import java.util.UUID;

/**
 * What a core wants done, called from within its inputs, in the order in which things happen. An
 * implementation must not call the core back before the input has returned, and must not throw
 * except from {@link #keep}.
 */
public interface Effects {

  /** Get a token, then call {@link ClientCore#token} or {@link ClientCore#tokenFailed}. */
  void askToken(long connection);

  /** Open a transport, then call {@link ClientCore#opened} or {@link ClientCore#closed}. */
  void connect(long connection);

  /** Send a frame on the transport opened last. */
  void transmit(byte[] frame);

  /** Close the transport of {@code connection}, if it is still open; no answer is needed. */
  void disconnect(long connection);

  /**
   * Make an unacked message durable; called before its first transmission. What this throws comes
   * out of {@link ClientCore#send}, and the message is not sent.
   */
  void keep(OutgoingMessage message);

  /** The message was acked or refused: it need not be kept any longer. */
  void forget(OutgoingMessage message);

  /** The state changed. */
  void state(ClientState state);

  /** A connection, or the try to make one, ended. */
  void disconnected(FerryException reason, boolean terminal);

  /** The server's log has the message; once for each message. */
  void sent(SendReceipt receipt);

  /** The message was refused, or the core has ended; in the latter case it stays kept. */
  void sendFailed(UUID id, FerryException reason);

  /** The next message of its conversation; exactly once, in seq order. */
  void message(ReceivedMessage message);

  /** The conversation is now received up to here; to be saved after the messages before it. */
  void position(String conversation, Position position);

  /** The conversation's log has a new life; once for each. */
  void reset(String conversation, long oldEpoch, long newEpoch);

  /** Watched users are, or have become, so. Nobody needs to hear it. */
  default void presence(List<UserPresence> news) {}

  /** Somebody signals something. Nobody needs to hear it. */
  default void signal(ReceivedSignal signal) {}

  /** Whom the user blocks or who may write to it has changed. Nobody needs to hear it. */
  default void privacy(PrivacyChange change) {}

  /**
   * Nothing lacks of what the comparison of heads that has this version told of; to be saved after
   * the positions before it.
   */
  void headsVersion(long version);

  /** So many messages of the conversation are unread now, and so many of all conversations. */
  default void unread(String conversation, long unread, long total) {}

  /**
   * These messages mention the user and are unread, and so many in all conversations.
   *
   * @param seqs in ascending order
   */
  default void mentions(String conversation, List<Long> seqs, int total) {}

  /** A cursor moved: the user's own, or that of the other user of a direct conversation. */
  default void cursor(ConversationCursor cursor) {}

  /** Members of a group have read, or received, more than before. */
  default void receiptsChanged(String conversation) {}

  /** How the user wants a conversation now. */
  default void settings(ConversationSettings settings) {}

  /**
   * What a later life has to know of settings of the conversation; to be saved, or if empty
   * forgotten.
   */
  default void keepSettings(String conversation, byte[] settings) {}

  /** Settings are known up to this version; to be saved after those before it. */
  default void settingsVersion(long version) {}

  /** What a later life of the device has to know of the conversation; to be saved. */
  default void tally(String conversation, Tally tally) {}
}
