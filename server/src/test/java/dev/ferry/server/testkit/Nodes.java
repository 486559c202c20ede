package dev.ferry.server.testkit;

import dev.ferry.loadtest.fleet.NodeProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Several nodes over one Redis, with one data folder and so one secret: {@code n1}, {@code n2} and
 * so on.
 */
public final class Nodes implements AutoCloseable {
  private final List<NodeProcess> nodes = new ArrayList<>();

  private Nodes() {}

  /** Starts {@code count} nodes on that Redis, one after the other, and waits for each. */
  public static Nodes start(Path folder, int count, String redisUrl) {
    return start(folder, count, node -> node.redis(redisUrl));
  }

  /** Starts {@code count} nodes with these settings besides. */
  public static Nodes start(Path folder, int count, UnaryOperator<NodeProcess.Builder> settings) {
    Nodes nodes = new Nodes();
    try {
      for (int i = 1; i <= count; i++) {
        NodeProcess.Builder node = NodeProcess.in(folder).id("n" + i).data(folder.resolve("data"));
        nodes.nodes.add(settings.apply(node).start());
      }
      return nodes;
    } catch (RuntimeException e) {
      nodes.close();
      throw e;
    }
  }

  /** The node of that index, from 0. */
  public NodeProcess get(int index) {
    return nodes.get(index);
  }

  public int count() {
    return nodes.size();
  }

  /** Tokens that every node takes. */
  public Tokens tokens() {
    return Tokens.of(nodes.get(0));
  }

  /** A device of {@code user}, logged in over TCP at the node of that index. */
  public RawClient login(int index, String user, String device) {
    RawClient client = RawClient.tcp(get(index).tcp());
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
    nodes.forEach(NodeProcess::close);
  }
}
