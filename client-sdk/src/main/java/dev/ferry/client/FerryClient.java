package dev.ferry.client;

import dev.ferry.client.device.Devices;
import dev.ferry.client.group.Groups;
import dev.ferry.client.presence.Presences;
import dev.ferry.client.privacy.Privacy;
import dev.ferry.client.settings.Settings;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One device of one user; {@code driver.FerryClients} makes it. Safe for use from any thread.
 * Connects by itself once started, keeps connecting until closed or until a terminal error, and
 * needs no attention in between.
 *
 * <p>Listeners run on the client's callback thread, so they may block; while one does, later
 * callbacks wait. Dependent stages of returned futures run there too, or, as with every {@code
 * CompletableFuture}, on a thread of the app that waits for the future or adds the stage after its
 * completion. Neither ever runs on the thread that reads the socket.
 */
public interface FerryClient extends AutoCloseable {

  /** Starts to connect. A second call does nothing. */
  void start();

  /** The state at this moment; {@link ClientListener#onState} tells of changes. */
  ClientState state();

  /** The user of the options. */
  String user();

  /** The id of the direct conversation with {@code peer}. */
  default String directWith(String peer) {
    return ConversationIds.direct(user(), peer);
  }

  /**
   * Puts a message into the outbox; works offline. The future completes with the ack when the
   * server's log has the message, however many connections that takes, and exceptionally with
   * {@link FerryException} when the server refuses it for good, the outbox is full (outbox limit),
   * or the client is closed. A client that is closed with unacked messages leaves them in its local
   * store; a later client on the same store sends them.
   */
  CompletableFuture<SendReceipt> send(String conversation, MessageContent content);

  /**
   * One page of a conversation's log from {@code fromSeq} on, oldest first, asked of the server;
   * {@code fromSeq} 0 asks for the newest {@code limit} messages. Waits for a connection; fails
   * with {@link FerryException} when refused or closed.
   */
  CompletableFuture<HistoryPage> history(String conversation, long fromSeq, int limit);

  /**
   * One page of the user's conversations by last activity, newest first, asked of the server.
   *
   * @param after {@link ConversationsPage#next} of the page before; empty for the first
   */
  CompletableFuture<ConversationsPage> conversations(String after);

  /**
   * The app has shown a conversation up to {@code seq}: that much is read, on all devices of the
   * user, and the other members are told. Never goes back; beyond the newest message that is known,
   * by a push, history or the list of conversations, it counts as that one. Works offline: the
   * server is told once there is a connection, and by a later client on the same store if this one
   * ends before.
   */
  void markRead(String conversation, long seq);

  /**
   * Messages of others in the conversation that are unread, as far as known at this moment; 0 for
   * an unknown one, and for a group that the user has left. {@link ClientListener#onUnread} tells
   * of changes.
   */
  long unread(String conversation);

  /**
   * The same of all conversations together: the number on a badge. Muted conversations and hidden
   * ones are left out; one that is marked as unread counts at least 1.
   */
  long unreadTotal();

  /**
   * Seqs of the unread messages of the conversation that mention the user, or all members, oldest
   * first: where an app jumps to. Not of silent messages, nor of those that were recalled; the
   * newest 100. {@link ClientListener#onUnreadMentions} tells of changes.
   */
  List<Long> unreadMentionSeqs(String conversation);

  /** How many these are. */
  default int unreadMentions(String conversation) {
    return unreadMentionSeqs(conversation).size();
  }

  /**
   * The same of all conversations together. Mentions in muted conversations are among them, so that
   * an app can show them though the rest is quiet; those in hidden ones are not.
   */
  int unreadMentionsTotal();

  /**
   * Who has read one message, asked of the server: exact, for groups too. Waits for a connection;
   * fails with {@link FerryException} when refused or closed.
   */
  CompletableFuture<MessageReceipts> receipts(String conversation, long seq);

  /** Answers, mentions, and what can be done to messages that were sent. */
  Messages messages();

  /** How the user wants its conversations: muted, pinned, hidden, named, with a draft. */
  Settings settings();

  /** Groups: making and changing them, and who is in them. */
  Groups groups();

  /** Who is online, and what others see of the user. */
  Presences presence();

  /**
   * Tells who is in the conversation that the user is writing; to be called at every keystroke, of
   * which one goes out every three seconds.
   */
  default void typing(String conversation) {
    signal(conversation, ReceivedSignal.TYPING, new byte[0]);
  }

  /**
   * Signals something to who is there at this moment: in a direct conversation to the other user,
   * in a group to its members. It is not kept, and nobody hears whether it arrived; while the
   * client is not connected, or the rate of signals is used up, it is left out.
   *
   * @param type 1 to 64 characters
   * @param body up to 1 KiB
   * @throws IllegalArgumentException when it is longer than that
   */
  void signal(String conversation, String type, byte[] body);

  /** The user's devices: where it is logged in, and how to end that. */
  Devices devices();

  /** Whom the user blocks, and who may write to it. */
  Privacy privacy();

  /** Adds a listener; closing the registration removes it. */
  Registration addListener(ClientListener listener);

  /**
   * Disconnects and ends all threads of this client. Open futures fail with {@link
   * FerryException.Kind#CLOSED}.
   */
  @Override
  void close();

  /** Removes what was added. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
