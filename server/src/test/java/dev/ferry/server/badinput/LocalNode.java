package dev.ferry.server.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.Node;
import dev.ferry.server.config.ConfigLoader;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A node in this JVM, with a Redis of its own, on free ports of the loopback. */
final class LocalNode implements AutoCloseable {
  private final Node node;
  private final Path data;

  private LocalNode(Node node, Path data) {
    this.node = node;
    this.data = data;
  }

  /** Which way frames travel. */
  enum Transport {
    TCP,
    WEB_SOCKET
  }

  /** With the defaults. */
  static LocalNode start(Path data) {
    return start(data, Map.of());
  }

  /** With these settings over the defaults. */
  static LocalNode start(Path data, Map<String, String> settings) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "data.dir", data.toString(),
                "tcp.host", "127.0.0.1",
                "tcp.port", "0",
                "http.host", "127.0.0.1",
                "http.port", "0",
                "shutdown.retry-spread", "0s",
                "shutdown.drain-timeout", "0s"));
    all.putAll(settings);
    return new LocalNode(new Node(ConfigLoader.load(Optional.empty(), Map.of(), all)), data);
  }

  int tcpPort() {
    return node.tcpPort();
  }

  int httpPort() {
    return node.httpPort();
  }

  URI webSocket() {
    return URI.create("ws://127.0.0.1:" + httpPort() + "/ws");
  }

  /** Tokens that this node takes, unless it was given keys. */
  Tokens tokens() {
    try {
      return Tokens.hs256(Files.readString(data.resolve("dev-secret")).strip().getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawClient connect(Transport transport) {
    return switch (transport) {
      case TCP -> RawClient.tcp(URI.create("tcp://127.0.0.1:" + tcpPort()));
      case WEB_SOCKET -> RawClient.webSocket(webSocket());
    };
  }

  RawClient login(Transport transport, String user) {
    return login(transport, user, "phone");
  }

  RawClient login(Transport transport, String user, String device) {
    RawClient client = connect(transport);
    try {
      client.login(tokens().token(user), device);
      return client;
    } catch (RuntimeException | AssertionError e) {
      client.close();
      throw e;
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
