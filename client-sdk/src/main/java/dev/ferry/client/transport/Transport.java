package dev.ferry.client.transport;

import org.jspecify.annotations.Nullable;

/**
 * One connection that carries frames whole and in order. An instance is opened once and never
 * reused. All methods may be called from any thread and none of them blocks.
 */
public interface Transport {
  /** The longest frame, in bytes, that a server may send. */
  int FRAME_BYTES_MAX = 1 << 20;

  /** Begins to connect; {@code listener} hears how that went. */
  void open(Listener listener);

  /**
   * Queues a frame. When the transport is not open the frame is dropped; when its queue is full the
   * connection is closed. In both cases the listener hears, or has heard, {@link Listener#closed}.
   */
  void send(byte[] frame);

  /** Closes at once; frames still queued may be lost. A second call does nothing. */
  void close();

  /**
   * What a transport tells, from threads of its own, one call at a time: {@code opened} at most
   * once, then frames, then {@code closed} exactly once and nothing after it, also when connecting
   * failed or this side closed.
   */
  interface Listener {
    /** Frames may be sent now. */
    void opened();

    /**
     * A frame arrived. May block: the transport reads no further while it does, which is how a slow
     * consumer slows its server down.
     */
    void frame(byte[] frame);

    /** The connection could not be made or has ended. */
    void closed(String reason, @Nullable Throwable cause);
  }
}
