package dev.ferry.client.store;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one device. An app that must not lose unacked messages, or receive messages twice,
 * when its process ends gives the client a store that outlives the process.
 *
 * <p>The client calls it from two of its threads, one call at a time on each, never from a thread
 * that reads a socket; a call may block. A store belongs to one running client at a time;
 * successive clients of the same device may share it. What a method throws fails the send, or the
 * delivery, that asked for it.
 */
public interface LocalStore {

  /** Keeps an unacked message; it is durable when this returns. */
  void addOutgoing(OutgoingMessage message);

  /** Forgets a message that was acked or refused; does nothing when there is no such message. */
  void removeOutgoing(OutgoingMessage message);

  /** The messages added and not removed, in the order of adding. */
  List<OutgoingMessage> loadOutgoing();

  /**
   * Remembers how far {@code conversation} was received, in place of what was remembered before.
   * Called after the app's listeners have had the messages up to it, so a process that ends in
   * between makes a message come twice, never be missed.
   */
  void savePosition(String conversation, Position position);

  /** The last saved position of each conversation. */
  Map<String, Position> loadPositions();

  /**
   * Remembers that the saved positions are all that there was when the server gave this version of
   * the user's heads; 0 says nothing. A store that loses positions must lose the version, too: what
   * had no activity since is not compared again. The default forgets it, and every login compares
   * all conversations.
   */
  default void saveHeadsVersion(long version) {}

  /** The last saved version; 0 when there is none. */
  default long loadHeadsVersion() {
    return 0;
  }

  /**
   * Remembers what is unread in a conversation, in place of what was remembered before. The default
   * forgets it.
   */
  default void saveTally(String conversation, Tally tally) {}

  /**
   * The last saved tally of each conversation; null when this store keeps none. Then every login of
   * a new client compares all conversations, whatever version was saved, because of the others
   * nobody would know what is unread. The same goes for tallies that lost their mentions.
   */
  default @Nullable Map<String, Tally> loadTallies() {
    return null;
  }

  /**
   * Remembers how the user wants a conversation, and what of that the server has yet to be told, in
   * place of what was remembered before; at most 10 KiB. Empty bytes forget it. The default does
   * not remember: what was changed is lost with the client if it was not told before.
   */
  default void saveSettings(String conversation, byte[] settings) {}

  /** What was last saved of each conversation; null when this store keeps none. */
  default @Nullable Map<String, byte[]> loadSettings() {
    return null;
  }

  /**
   * Remembers that the saved settings are all that there were at this version. A store that loses
   * settings must lose the version, too.
   */
  default void saveSettingsVersion(long version) {}

  /** The last saved version; 0 when there is none. */
  default long loadSettingsVersion() {
    return 0;
  }
}
