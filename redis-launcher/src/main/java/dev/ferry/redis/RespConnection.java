package dev.ferry.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * A blocking connection to a Redis on this machine, for the launcher's own few questions and for
 * tests. Not for the server's traffic.
 */
public final class RespConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  private RespConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects to 127.0.0.1 and logs in, unless the password is "". */
  public static RespConnection open(int port, String password, Duration timeout)
      throws IOException {
    Socket socket = new Socket();
    boolean ready = false;
    try {
      int millis = Math.toIntExact(timeout.toMillis());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(millis);
      socket.connect(
          new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), millis);
      RespConnection connection = new RespConnection(socket);
      if (!password.isEmpty()) {
        connection.ask("AUTH", password);
      }
      ready = true;
      return connection;
    } finally {
      if (!ready) {
        socket.close();
      }
    }
  }

  /**
   * Sends one command and waits for its answer.
   *
   * @return a string, status or number as text; the elements of an array one a line; "" for null
   * @throws RedisErrorException when Redis answers with an error
   */
  public String ask(String... command) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(("*" + command.length + "\r\n").getBytes(UTF_8));
    for (String part : command) {
      byte[] bytes = part.getBytes(UTF_8);
      out.write(("$" + bytes.length + "\r\n").getBytes(UTF_8));
      out.write(bytes);
      out.write('\r');
      out.write('\n');
    }
    out.writeTo(socket.getOutputStream());
    return reply();
  }

  private String reply() throws IOException {
    String line = line();
    if (line.isEmpty()) {
      throw new IOException("Not a Redis reply: an empty line");
    }
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> rest;
      case '-' -> throw new RedisErrorException(rest);
      case '$' -> bulk(length(rest));
      case '*' -> array(length(rest));
      default -> throw new IOException("Not a Redis reply: " + line);
    };
  }

  private static int length(String digits) throws IOException {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new IOException("Not a Redis reply's length: " + digits, e);
    }
  }

  private String bulk(int length) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length || !line().isEmpty()) {
      throw new EOFException("Redis's reply was cut off");
    }
    return new String(bytes, UTF_8);
  }

  private String array(int length) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < length; i++) {
      lines.append(i == 0 ? "" : "\n").append(reply());
    }
    return lines.toString();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("Redis closed the connection");
      }
      line.write(b);
    }
    return line.toString(UTF_8).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Redis's own error answer; the connection goes on. */
  public static final class RedisErrorException extends IOException {
    private RedisErrorException(String error) {
      super(error);
    }

    /** The first word, such as {@code LOADING} or {@code WRONGPASS}. */
    public String code() {
      String message = String.valueOf(getMessage());
      int end = message.indexOf(' ');
      return end < 0 ? message : message.substring(0, end);
    }
  }
}
