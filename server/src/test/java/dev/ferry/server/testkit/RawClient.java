package dev.ferry.server.testkit;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.ServerFrame;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/**
 * A bare peer of the protocol that may say anything: no retries, no heartbeat, no checks of its
 * own. For one test thread. Sending to a server that has closed the connection throws {@link
 * java.io.UncheckedIOException} or {@link java.util.concurrent.CompletionException}.
 */
public final class RawClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RawWire wire;
  private final RawInbox inbox;
  private long lastRequestId;

  private RawClient(RawWire wire, RawInbox inbox) {
    this.wire = wire;
    this.inbox = inbox;
  }

  /** Connects to {@code tcp://host:port}. */
  public static RawClient tcp(URI uri) {
    RawInbox inbox = new RawInbox();
    return new RawClient(
        new RawTcp(SocketFactory.getDefault(), uri.getHost(), uri.getPort(), inbox), inbox);
  }

  /** Connects to {@code tcps://host:port}. */
  public static RawClient tcp(URI uri, SSLContext trust) {
    RawInbox inbox = new RawInbox();
    return new RawClient(
        new RawTcp(trust.getSocketFactory(), uri.getHost(), uri.getPort(), inbox), inbox);
  }

  /** Connects to {@code ws://host:port/ws}; as a program does it, without an origin. */
  public static RawClient webSocket(URI uri) {
    return webSocket(uri, Map.of());
  }

  /** Connects to {@code wss://host:port/ws}. */
  public static RawClient webSocket(URI uri, SSLContext trust) {
    RawInbox inbox = new RawInbox();
    return new RawClient(new RawWebSocket(trust, uri, inbox), inbox);
  }

  /** Connects as a page of that origin does it. */
  public static RawClient webSocket(URI uri, String origin) {
    return webSocket(uri, Map.of("Origin", origin));
  }

  /**
   * Connects with these headers.
   *
   * @throws UpgradeRefusedException when the server answers with anything but an upgrade
   */
  public static RawClient webSocket(URI uri, Map<String, String> headers) {
    RawInbox inbox = new RawInbox();
    return new RawClient(new RawWebSocket(uri, headers, inbox), inbox);
  }

  /** Sends one frame. */
  public void send(ClientFrame frame) {
    wire.sendFrame(frame.toByteArray());
  }

  /** Sends bytes as they are: unframed on TCP, one binary message on a WebSocket. */
  public void sendBytes(byte[] bytes) {
    wire.sendBytes(bytes);
  }

  /** Sends a part of a binary message; WebSocket only. */
  public void sendPart(byte[] bytes, boolean last) {
    wire.sendPart(bytes, last);
  }

  /** Sends a text message, which this protocol never does; WebSocket only. */
  public void sendText(String text) {
    wire.sendText(text);
  }

  /** The next frame, or an {@link AssertionError} when none comes in time or no more will. */
  public ServerFrame next(Duration patience) {
    return inbox
        .next(patience)
        .orElseThrow(
            () ->
                new AssertionError(
                    "no frame within " + patience + inbox.closed().map(c -> "; " + c).orElse("")));
  }

  /** The next frame within ten seconds. */
  public ServerFrame next() {
    return next(PATIENCE);
  }

  /** The next frame, or empty when none comes in time. */
  public Optional<ServerFrame> poll(Duration patience) {
    return inbox.next(patience);
  }

  /**
   * Sends the frame under a request id of its own and waits for the answer to it. Frames that come
   * in between stay for {@link #next}.
   */
  public ServerFrame call(ClientFrame.Builder frame) {
    lastRequestId++;
    long requestId = lastRequestId;
    send(frame.setRequestId(requestId).build());
    return inbox
        .answerTo(requestId, PATIENCE)
        .orElseThrow(
            () ->
                new AssertionError(
                    "no answer to " + frame + inbox.closed().map(c -> "; " + c).orElse("")));
  }

  /** Logs in with version 1; an {@link AssertionError} when the server does not agree. */
  public LoggedIn login(String token, String device) {
    ServerFrame answer = call(loginFrame(token, device));
    if (!answer.hasLoggedIn()) {
      throw new AssertionError("login of " + device + " was answered by " + answer);
    }
    return answer.getLoggedIn();
  }

  /** A login frame without a request id, to be spoilt or sent. */
  public static ClientFrame.Builder loginFrame(String token, String device) {
    return ClientFrame.newBuilder()
        .setLogin(
            Login.newBuilder()
                .setVersionMax(1)
                .setVersionMin(1)
                .setToken(token)
                .setDevice(device)
                .setClient("raw-client"));
  }

  /** A client message id for tests: 16 bytes that end with {@code number}. */
  public static ByteString messageId(long number) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(2 * Long.BYTES).putLong(0).putLong(number).array());
  }

  /** Waits until the server ended the connection; frames that came before stay to be read. */
  public Closed awaitClosed(Duration patience) {
    return inbox
        .awaitClosed(patience)
        .orElseThrow(() -> new AssertionError("still open after " + patience));
  }

  /** Stops reading from the connection, but for what is under way; the peer will feel it. */
  public void pauseReading() {
    inbox.pause();
  }

  /** Reads on. */
  public void resumeReading() {
    inbox.resume();
  }

  /** Ends the connection without a word to the server but FIN. */
  @Override
  public void close() {
    inbox.resume();
    wire.close();
  }

  /**
   * How a connection ended.
   *
   * @param clean by FIN or a close message, not by a reset
   * @param code the close code of a WebSocket, else 0
   * @param detail for people
   */
  public record Closed(boolean clean, int code, String detail) {}

  /** The server did not take a WebSocket; {@link #status} has its answer. */
  public static final class UpgradeRefusedException extends RuntimeException {
    private final int status;

    UpgradeRefusedException(int status, Throwable cause) {
      super("upgrade refused with status " + status, cause);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }
}
