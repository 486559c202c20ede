package dev.ferry.client;

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

  /** The state changed. */
  default void onState(ClientState state) {}

  /** A connection was lost or refused; {@code terminal} when the client will not try again. */
  default void onDisconnected(FerryException reason, boolean terminal) {}
}
