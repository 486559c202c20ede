package dev.ferry.server.badinput;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.OneNode;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A WebSocket by hand, for headers that a library would not write. */
final class UpgradedSocket implements AutoCloseable {
  private static final int BINARY = 0x82;
  private static final int CLOSE = 0x88;
  private static final int TIMEOUT_MS = 10_000;

  private final Socket socket;
  private final DataInputStream in;
  private final String answer;

  private UpgradedSocket(Socket socket, String path, String... headers) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MS);
    in = new DataInputStream(socket.getInputStream());
    String request =
        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", headers);
    socket.getOutputStream().write((request + "\r\n\r\n").getBytes(US_ASCII));
    answer = head();
  }

  /** Asks for this path with these header lines and reads the answer's head, whatever it is. */
  static UpgradedSocket ask(OneNode node, String path, String... headers) throws IOException {
    Socket socket = new Socket("127.0.0.1", node.httpPort());
    try {
      return new UpgradedSocket(socket, path, headers);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Asks for a WebSocket, with these header lines besides. */
  static UpgradedSocket upgrade(OneNode node, String... more) throws IOException {
    return upgraded(node, "13", more);
  }

  /** Asks for a WebSocket of this version. */
  static UpgradedSocket upgradeTo(OneNode node, String version) throws IOException {
    return upgraded(node, version);
  }

  private static UpgradedSocket upgraded(OneNode node, String version, String... more)
      throws IOException {
    String[] headers = new String[4 + more.length];
    headers[0] = "Upgrade: websocket";
    headers[1] = "Connection: Upgrade";
    headers[2] = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==";
    headers[3] = "Sec-WebSocket-Version: " + version;
    System.arraycopy(more, 0, headers, 4, more.length);
    return ask(node, "/ws", headers);
  }

  /** A WebSocket; an {@link AssertionError} when the server does not agree. */
  static UpgradedSocket open(OneNode node) throws IOException {
    UpgradedSocket opened = upgrade(node);
    if (opened.status() != 101) {
      throw new AssertionError(opened.answer);
    }
    return opened;
  }

  int status() {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  /** Status line and header lines. */
  String answer() {
    return answer;
  }

  /** The header of a binary message of that length, masked with zeros, and nothing more. */
  void sendHeader(int length) throws IOException {
    socket.getOutputStream().write(header(length));
  }

  /** A whole binary message, masked with zeros. */
  void send(byte[] message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(header(message.length));
    bytes.writeBytes(message);
    socket.getOutputStream().write(bytes.toByteArray());
  }

  /** The next binary message. */
  ServerFrame next() throws IOException {
    int first = in.readUnsignedByte();
    if (first != BINARY) {
      throw new AssertionError("not a binary message: " + first);
    }
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    return ServerFrame.parseFrom(in.readNBytes(length));
  }

  /** The next frame asks to close. */
  void awaitCloseFrame() throws IOException {
    int first = in.readUnsignedByte();
    if (first != CLOSE) {
      throw new AssertionError("not a close frame: " + first);
    }
  }

  private static byte[] header(int length) {
    ByteBuffer header = ByteBuffer.allocate(14).put((byte) BINARY);
    if (length < 126) {
      header.put((byte) (0x80 | length));
    } else if (length <= 0xffff) {
      header.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      header.put((byte) (0x80 | 127)).putLong(length);
    }
    header.putInt(0);
    return Arrays.copyOf(header.array(), header.position());
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
