package dev.ferry.client.transport;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Frames over TCP, with or without TLS. Two daemon threads a connection: one connects and reads,
 * one writes. At most {@value #QUEUE_BYTES_MAX} bytes wait to be written; a send beyond that closes
 * the connection, because a server that does not read is as good as gone.
 */
public final class SocketTransport implements Transport {
  private static final int QUEUE_BYTES_MAX = 16 << 20;
  private static final int READ_BYTES = 16 << 10;

  private final URI server;
  private final @Nullable SSLSocketFactory tls;
  private final int connectTimeoutMs;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Object lock = new Object();

  /** Guarded by {@link #lock}. */
  private final ArrayDeque<byte[]> queue = new ArrayDeque<>();

  /** Guarded by {@link #lock}. */
  private int queuedBytes;

  /** Guarded by {@link #lock}: why the connection ended, the first reason only. */
  private @Nullable IOException failure;

  /**
   * Set by the reader thread; closed by any. The TCP socket also below TLS: closing the TLS layer
   * can wait for a write that hangs.
   */
  private volatile @Nullable Socket socket;

  /**
   * @param server {@code tcp} or {@code tcps}, with host and port
   * @param tls makes the TLS layer of {@code tcps}; the server's name is checked in any case
   * @param connectTimeoutMs for connecting, and again for the TLS handshake
   */
  public SocketTransport(URI server, SSLSocketFactory tls, int connectTimeoutMs) {
    this.server = server;
    this.tls = "tcps".equals(server.getScheme()) ? tls : null;
    this.connectTimeoutMs = connectTimeoutMs;
  }

  @Override
  public void open(Listener listener) {
    thread("ferry-read", () -> run(listener)).start();
  }

  private static Thread thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }

  private void run(Listener listener) {
    String reason = "closed";
    try {
      Socket connected = connect();
      OutputStream out = connected.getOutputStream();
      thread("ferry-write", () -> writeAll(out)).start();
      listener.opened();
      readAll(connected.getInputStream(), listener);
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException e) {
      fail(new IOException("cannot connect or read: " + e, e));
    } finally {
      close();
    }
    IOException cause;
    synchronized (lock) {
      cause = failure;
    }
    if (cause != null && cause.getMessage() != null) {
      reason = cause.getMessage();
    }
    listener.closed(reason, cause);
  }

  private void fail(IOException cause) {
    synchronized (lock) {
      if (failure == null && !closed.get()) {
        failure = cause;
      }
    }
  }

  private Socket connect() throws IOException {
    Socket plain = new Socket();
    adopt(plain);
    plain.setTcpNoDelay(true);
    plain.connect(new InetSocketAddress(host(), server.getPort()), connectTimeoutMs);
    if (tls == null) {
      return plain;
    }
    SSLSocket secure = (SSLSocket) tls.createSocket(plain, host(), server.getPort(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.setSoTimeout(connectTimeoutMs);
    secure.startHandshake();
    secure.setSoTimeout(0);
    return secure;
  }

  private String host() {
    String host = server.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Makes the socket the one that close() closes; closes it when that has happened already. */
  private void adopt(Socket made) throws IOException {
    socket = made;
    if (closed.get()) {
      made.close();
      throw new IOException("closed while connecting");
    }
  }

  private static void readAll(InputStream in, Listener listener) throws IOException {
    FrameDecoder decoder = new FrameDecoder(FRAME_BYTES_MAX, listener::frame);
    byte[] buffer = new byte[READ_BYTES];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      decoder.feed(buffer, 0, count);
    }
    throw new EOFException("the server closed the connection");
  }

  private void writeAll(OutputStream socketOut) {
    try (OutputStream out = new BufferedOutputStream(socketOut, READ_BYTES)) {
      for (byte[] frame = next(out); frame != null; frame = next(out)) {
        out.write(FrameDecoder.prefix(frame.length));
        out.write(frame);
      }
    } catch (IOException e) {
      fail(e);
    } finally {
      close();
    }
  }

  /** The next frame to write; flushes before it waits. Null when the transport is closed. */
  private byte @Nullable [] next(OutputStream out) throws IOException {
    byte[] frame = poll();
    if (frame != null) {
      return frame;
    }
    out.flush();
    synchronized (lock) {
      while (queue.isEmpty() && !closed.get()) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return null;
        }
      }
    }
    return poll();
  }

  private byte @Nullable [] poll() {
    synchronized (lock) {
      byte[] frame = closed.get() ? null : queue.poll();
      queuedBytes -= frame == null ? 0 : frame.length;
      return frame;
    }
  }

  @Override
  public void send(byte[] frame) {
    boolean full;
    synchronized (lock) {
      full = queuedBytes + frame.length > QUEUE_BYTES_MAX;
      if (!full && !closed.get()) {
        queue.add(frame);
        queuedBytes += frame.length;
        lock.notifyAll();
      }
    }
    if (full) {
      fail(new IOException("bytes waiting to be written: > " + QUEUE_BYTES_MAX));
      close();
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    synchronized (lock) {
      queue.clear();
      lock.notifyAll();
    }
    Socket open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        fail(e);
      }
    }
  }
}
