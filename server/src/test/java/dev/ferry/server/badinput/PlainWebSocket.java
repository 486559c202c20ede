package dev.ferry.server.badinput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;

/** A WebSocket client that writes the frames' bits itself, so that they can be wrong. */
final class PlainWebSocket implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  static final int FIN = 0x80;
  static final int RSV1 = 0x40;
  private static final int PATIENCE_MS = 10_000;

  private final Socket socket;
  private final DataInputStream in;
  private final String responseHead;

  private PlainWebSocket(Socket socket, DataInputStream in, String responseHead) {
    this.socket = socket;
    this.in = in;
    this.responseHead = responseHead;
  }

  /** One frame of the server: its opcode and payload. */
  record Frame(int opcode, byte[] payload) {}

  /** Sends the request head as it is and reads the head of the response. */
  static PlainWebSocket ask(int port, String requestHead) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    socket.getOutputStream().write(requestHead.getBytes(ISO_8859_1));
    DataInputStream in = new DataInputStream(socket.getInputStream());
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return new PlainWebSocket(socket, in, head.toString());
  }

  /** Upgrades on {@code /ws} with these header lines besides. */
  static PlainWebSocket open(int port, List<String> headers) throws IOException {
    return ask(port, upgrade("13", headers));
  }

  static String upgrade(String version, List<String> headers) {
    StringBuilder head =
        new StringBuilder("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n")
            .append("Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
            .append("Sec-WebSocket-Version: ")
            .append(version)
            .append("\r\n");
    headers.forEach(line -> head.append(line).append("\r\n"));
    return head.append("\r\n").toString();
  }

  String responseHead() {
    return responseHead;
  }

  int status() {
    return responseHead.isEmpty() ? 0 : Integer.parseInt(responseHead.substring(9, 12));
  }

  /** The rest of what the server says until it closes. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), US_ASCII);
  }

  void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** One masked frame; the mask is zero. */
  void sendFrame(int firstByte, byte[] payload) throws IOException {
    byte[] header = header(firstByte, payload.length);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(header);
    whole.writeBytes(payload);
    sendBytes(whole.toByteArray());
  }

  void send(ClientFrame frame) throws IOException {
    sendFrame(FIN | BINARY, frame.toByteArray());
  }

  /** The header of a masked frame of that length. */
  static byte[] header(int firstByte, long length) {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.write(firstByte);
    if (length < 126) {
      header.write(0x80 | (int) length);
    } else if (length < 1 << 16) {
      header.write(0x80 | 126);
      header.write((int) (length >> 8));
      header.write((int) length);
    } else {
      header.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        header.write((int) (length >> shift));
      }
    }
    header.writeBytes(new byte[4]);
    return header.toByteArray();
  }

  /** The next frame; empty when the server has closed the connection. */
  Optional<Frame> next() throws IOException {
    try {
      int opcode = in.readUnsignedByte() & 0x0f;
      int length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = Math.toIntExact(in.readLong());
      }
      byte[] payload = new byte[length];
      in.readFully(payload);
      return Optional.of(new Frame(opcode, payload));
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  /** The next protocol frame, which the server sends as one binary message. */
  ServerFrame nextServerFrame() throws IOException {
    Frame frame = next().orElseThrow(() -> new AssertionError("closed"));
    if (frame.opcode() != BINARY) {
      throw new AssertionError("opcode " + frame.opcode() + " (expected: binary)");
    }
    return ServerFrame.parseFrom(frame.payload());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
