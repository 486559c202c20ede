package dev.ferry.server.testkit;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.protocol.v1.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One binary message a frame, over the JDK's WebSocket. */
final class RawWebSocket implements RawWire {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final HttpClient PLAIN =
      HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

  private final WebSocket socket;

  RawWebSocket(URI uri, Map<String, String> headers, RawInbox inbox) {
    this(PLAIN, uri, headers, inbox);
  }

  /** Over TLS. */
  RawWebSocket(SSLContext trust, URI uri, RawInbox inbox) {
    this(
        HttpClient.newBuilder().sslContext(trust).connectTimeout(CONNECT_TIMEOUT).build(),
        uri,
        Map.of(),
        inbox);
  }

  private RawWebSocket(HttpClient http, URI uri, Map<String, String> headers, RawInbox inbox) {
    WebSocket.Builder builder = http.newWebSocketBuilder();
    headers.forEach(builder::header);
    try {
      socket = builder.buildAsync(uri, new Listener(inbox)).orTimeout(10, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        throw new RawClient.UpgradeRefusedException(refused.getResponse().statusCode(), e);
      }
      throw e;
    }
  }

  @Override
  public void sendFrame(byte[] frame) {
    sendBytes(frame);
  }

  @Override
  public void sendBytes(byte[] bytes) {
    sendPart(bytes, true);
  }

  @Override
  public void sendPart(byte[] bytes, boolean last) {
    socket.sendBinary(ByteBuffer.wrap(bytes), last).join();
  }

  @Override
  public void sendText(String text) {
    socket.sendText(text, true).join();
  }

  @Override
  public void close() {
    socket.abort();
  }

  /** Puts whole messages into the inbox; asks for more only after one was taken in. */
  private static final class Listener implements WebSocket.Listener {
    private final RawInbox inbox;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();

    Listener(RawInbox inbox) {
      this.inbox = inbox;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      parts.writeBytes(part);
      if (last) {
        take();
      }
      socket.request(1);
      return null;
    }

    private void take() {
      try {
        inbox.put(ServerFrame.parseFrom(parts.toByteArray()));
      } catch (InvalidProtocolBufferException e) {
        inbox.closed(new RawClient.Closed(false, 0, "not a frame: " + e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      parts.reset();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      inbox.closed(new RawClient.Closed(false, 0, "text message: " + data));
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      inbox.closed(new RawClient.Closed(true, code, reason));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      inbox.closed(new RawClient.Closed(false, 0, error.toString()));
    }
  }
}
