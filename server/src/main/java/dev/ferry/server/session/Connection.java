package dev.ferry.server.session;

/**
 * A client's connection as the rooms behind the edge see it. All methods but {@link #loop} are
 * called on the connection's loop only. Frames are encoded {@code ServerFrame}s without framing;
 * the array is not changed after the call, so one array may go to many connections.
 */
public interface Connection {

  /** The one thread that owns this connection. */
  Loop loop();

  /** Queues a frame; it leaves at the end of this turn of the loop. Does nothing once closed. */
  void send(byte[] frame);

  /** Queues frames that others get as well, and flushes. Does nothing once closed. */
  void send(Burst burst);

  /** Sends a last frame and closes; what the client still sends is discarded. */
  void closeWith(byte[] lastFrame);

  /** Whether more than the limit of bytes waits for the client to read; pushes must stop then. */
  boolean congested();

  /** Stops or goes on reading from the client. */
  void reading(boolean on);

  /** From here on frames up to the limit after login are accepted. */
  void loggedIn();

  /** Where the client comes from, for logs. */
  String remote();
}
