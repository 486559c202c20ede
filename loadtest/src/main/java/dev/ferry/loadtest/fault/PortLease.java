package dev.ferry.loadtest.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A TCP port that stays ours while its server is down.
 *
 * <p>The port is held by a socket that is bound and never listens: the kernel gives it to nobody
 * else, a connection to it is refused, and a server that sets {@code SO_REUSEADDR} (as Java's and
 * Netty's do) may still bind it and listen.
 */
public final class PortLease implements AutoCloseable {
  private final Socket holder;

  /** Takes a free port on loopback; see {@link #port}. */
  public PortLease() {
    try {
      holder = new Socket();
      holder.setReuseAddress(true);
      holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port on loopback that is held until {@link #close}. */
  public int port() {
    return holder.getLocalPort();
  }

  @Override
  public void close() {
    try {
      holder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
