package dev.ferry.client.transport;

import java.net.URI;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Frames over WebSocket, one binary message a frame. OkHttp queues at most 16 MiB of outgoing
 * messages and closes the connection beyond that; it has no limit on incoming ones before it has
 * read them, so {@link Transport#FRAME_BYTES_MAX} is checked after.
 */
public final class WebSocketTransport implements Transport {
  private static final int GOING_AWAY = 1001;

  private final OkHttpClient client;
  private final URI server;

  /** Set by {@link #open} and by OkHttp's thread, to the same; used by any thread. */
  private volatile @Nullable WebSocket socket;

  /** Set by {@link #close}, read by any thread. */
  private volatile boolean closed;

  /**
   * @param client shared by the transports of one app; see {@link #client}
   * @param server {@code ws} or {@code wss}, with host, port and path
   */
  public WebSocketTransport(OkHttpClient client, URI server) {
    this.client = client;
    this.server = server;
  }

  /** An OkHttp client that fits this transport, with daemon threads until {@link #shutDown}. */
  public static OkHttpClient client(
      int connectTimeoutMs,
      @Nullable SSLSocketFactory sockets,
      @Nullable X509TrustManager trustManager) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dispatcher(new Dispatcher(Executors.newCachedThreadPool(WebSocketTransport::thread)))
            .connectTimeout(connectTimeoutMs, TimeUnit.MILLISECONDS)
            .readTimeout(connectTimeoutMs, TimeUnit.MILLISECONDS)
            .retryOnConnectionFailure(false);
    if (sockets != null && trustManager != null) {
      builder.sslSocketFactory(sockets, trustManager);
    }
    return builder.build();
  }

  private static Thread thread(Runnable body) {
    Thread thread = new Thread(body, "ferry-ws");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends the threads of a client that no transport uses any more. */
  public static void shutDown(OkHttpClient client) {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  @Override
  public void open(Listener listener) {
    Request request = new Request.Builder().url(server.toString()).build();
    WebSocket opened = client.newWebSocket(request, new Events(listener));
    socket = opened;
    if (closed) {
      opened.cancel();
    }
  }

  @Override
  public void send(byte[] frame) {
    WebSocket open = socket;
    if (open != null && !open.send(ByteString.of(frame))) {
      open.cancel();
    }
  }

  @Override
  public void close() {
    closed = true;
    WebSocket open = socket;
    if (open != null) {
      open.cancel();
    }
  }

  /** OkHttp calls exactly one of onClosed and onFailure, last. */
  private final class Events extends WebSocketListener {
    private final Listener listener;

    Events(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
      socket = webSocket;
      listener.opened();
    }

    @Override
    public void onMessage(WebSocket webSocket, ByteString bytes) {
      if (bytes.size() > FRAME_BYTES_MAX) {
        webSocket.cancel();
      } else {
        listener.frame(bytes.toByteArray());
      }
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
      webSocket.cancel();
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
      webSocket.close(GOING_AWAY, null);
    }

    @Override
    public void onClosed(WebSocket webSocket, int code, String reason) {
      listener.closed("the server closed the connection: " + code + " " + reason, null);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable cause, @Nullable Response response) {
      String reason =
          response != null ? "HTTP status " + response.code() : String.valueOf(cause.getMessage());
      listener.closed(reason, cause);
    }
  }
}
