package dev.ferry.server.session;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Frames that many connections of one loop get together: encoded once, and joined into one shared
 * buffer once for each transport. Used on that loop only; whoever made it closes it when every
 * connection has it.
 */
public final class Burst implements AutoCloseable {
  private final List<byte[]> frames;
  private @Nullable Form tcp;
  private @Nullable Form webSocket;

  /** The frames as one transport writes them, which the edge knows how to make. */
  public interface Form {
    /** No connection will be given this form any more. */
    void release();
  }

  /** How a connection frames. */
  public enum Framing {
    TCP,
    WEB_SOCKET
  }

  /**
   * @param frames encoded {@code ServerFrame}s, without framing; not changed afterwards
   */
  public Burst(List<byte[]> frames) {
    this.frames = List.copyOf(frames);
  }

  public List<byte[]> frames() {
    return frames;
  }

  /** The joined form for this framing, made when it is asked for first. */
  public Form form(Framing framing, Supplier<Form> joined) {
    Form known = framing == Framing.TCP ? tcp : webSocket;
    if (known != null) {
      return known;
    }
    Form made = joined.get();
    if (framing == Framing.TCP) {
      tcp = made;
    } else {
      webSocket = made;
    }
    return made;
  }

  @Override
  public void close() {
    if (tcp != null) {
      tcp.release();
      tcp = null;
    }
    if (webSocket != null) {
      webSocket.release();
      webSocket = null;
    }
  }
}
