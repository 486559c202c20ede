package dev.ferry.server.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.Node;
import dev.ferry.server.config.ConfigLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A node inside this JVM with a Redis of its own, on free ports of loopback. */
public final class OneNode implements AutoCloseable {
  private final Path data;
  private final Node node;

  private OneNode(Path data, Node node) {
    this.data = data;
    this.node = node;
  }

  /** Starts a node with the settings of reference.conf. */
  public static OneNode start(Path data) {
    return start(data, Map.of());
  }

  /** Starts a node with these settings, by key. */
  public static OneNode start(Path data, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("data.dir", data.toString());
    all.put("tcp.host", "127.0.0.1");
    all.put("tcp.port", "0");
    all.put("http.host", "127.0.0.1");
    all.put("http.port", "0");
    all.put("shutdown.drain-timeout", "0s");
    all.putAll(settings);
    return new OneNode(data, new Node(ConfigLoader.load(Optional.empty(), Map.of(), all)));
  }

  /** Tokens that this node takes. */
  public Tokens tokens() {
    try {
      return Tokens.hs256(Files.readString(data.resolve("dev-secret")).strip().getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int tcpPort() {
    return node.tcpPort();
  }

  public int httpPort() {
    return node.httpPort();
  }

  public URI tcp() {
    return URI.create("tcp://127.0.0.1:" + tcpPort());
  }

  public URI http() {
    return URI.create("http://127.0.0.1:" + httpPort());
  }

  public URI webSocket() {
    return URI.create("ws://127.0.0.1:" + httpPort() + "/ws");
  }

  /** A connection that has not said anything yet. */
  public RawClient connect(Door door) {
    return door == Door.TCP ? RawClient.tcp(tcp()) : RawClient.webSocket(webSocket());
  }

  /** A live session. */
  public RawClient login(Door door, String user, String device) {
    RawClient client = connect(door);
    client.login(tokens().token(user), device);
    return client;
  }

  @Override
  public void close() {
    node.close();
  }
}
