package dev.ferry.client;

import dev.ferry.client.device.Devices;
import dev.ferry.client.group.Groups;
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

  /** Groups: making and changing them, and who is in them. */
  Groups groups();

  /** The user's devices: where it is logged in, and how to end that. */
  Devices devices();

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
