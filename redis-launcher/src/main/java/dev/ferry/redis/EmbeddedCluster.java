package dev.ferry.redis;

import dev.ferry.redis.EmbeddedRedis.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Redis Cluster of three primaries, each a third of the slots, on this machine. All three
 * have the same password. Not thread-safe.
 */
public final class EmbeddedCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final int NODES = 3;
  private static final Duration JOIN_WAIT = Duration.ofSeconds(30);

  private final List<EmbeddedRedis> nodes = new ArrayList<>();

  private EmbeddedCluster() {}

  /**
   * Starts the nodes and returns when each of them says that the cluster is whole.
   *
   * @param settings of each node; its data folder holds one folder a node and must hold no cluster
   *     yet, its port is not used
   * @throws EmbeddedRedisException when a node cannot run, or they do not become a cluster
   */
  public static EmbeddedCluster start(Settings settings) {
    EmbeddedCluster cluster = new EmbeddedCluster();
    boolean ready = false;
    try {
      cluster.launch(settings);
      cluster.join();
      ready = true;
      return cluster;
    } finally {
      if (!ready) {
        cluster.close();
      }
    }
  }

  private void launch(Settings settings) {
    Settings each = settings.withPort(0).withClusterEnabled(true);
    for (int i = 0; i < NODES; i++) {
      nodes.add(EmbeddedRedis.start(each.withDataDir(settings.dataDir().resolve("node-" + i))));
      each = each.withPassword(nodes.get(0).settings().password());
    }
  }

  private void join() {
    for (int i = 0; i < NODES; i++) {
      String from = Integer.toString(firstSlot(i));
      String to = Integer.toString(firstSlot(i + 1) - 1);
      ask(nodes.get(i), "CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
      ask(nodes.get(i), "CLUSTER", "ADDSLOTSRANGE", from, to);
    }
    for (EmbeddedRedis other : nodes.subList(1, NODES)) {
      String port = Integer.toString(other.settings().port());
      ask(nodes.get(0), "CLUSTER", "MEET", "127.0.0.1", port);
    }
    awaitWhole();
  }

  /** Waits until every node sees every slot served by every node; after a restart or a freeze. */
  public void awaitWhole() {
    Patience.atMost(JOIN_WAIT, "the cluster is not whole")
        .until(() -> nodes.stream().allMatch(EmbeddedCluster::seesAll));
  }

  private static boolean seesAll(EmbeddedRedis node) {
    String info = ask(node, "CLUSTER", "INFO");
    return info.contains("cluster_state:ok")
        && info.contains("cluster_slots_ok:" + SLOTS)
        && info.contains("cluster_known_nodes:" + NODES)
        && info.contains("cluster_size:" + NODES);
  }

  private static String ask(EmbeddedRedis node, String... command) {
    try (RespConnection connection = node.connect()) {
      return connection.ask(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int firstSlot(int node) {
    return (node * SLOTS + NODES - 1) / NODES;
  }

  /** In the order of their slots. */
  public List<EmbeddedRedis> servers() {
    return List.copyOf(nodes);
  }

  /** One a node, in the order of their slots. */
  public List<URI> uris() {
    return nodes.stream().map(EmbeddedRedis::uri).toList();
  }

  /** The slot of a key, hash tag honoured, as Redis computes it. */
  public int slotOf(String key) {
    for (EmbeddedRedis node : nodes) {
      if (!node.isAlive()) {
        continue;
      }
      return Integer.parseInt(ask(node, "CLUSTER", "KEYSLOT", key));
    }
    throw new IllegalStateException("No node of the cluster lives");
  }

  /** The process that serves the slot. */
  public long pidOfSlot(int slot) {
    return nodes.get(ownerOf(slot)).pid();
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  public void freeze(int slot) {
    nodes.get(ownerOf(slot)).freeze();
  }

  /** SIGCONT. */
  public void resume(int slot) {
    nodes.get(ownerOf(slot)).resume();
  }

  /** SIGKILL of the node that serves the slot. */
  public void kill(int slot) {
    nodes.get(ownerOf(slot)).kill();
  }

  /** Starts a killed node again: same port, same data. */
  public void restart(int slot) {
    int owner = ownerOf(slot);
    nodes.set(owner, EmbeddedRedis.start(nodes.get(owner).settings()));
  }

  private static int ownerOf(int slot) {
    if (slot < 0 || slot >= SLOTS) {
      throw new IllegalArgumentException("slot: " + slot + " (expected: 0 to 16383)");
    }
    int owner = NODES - 1;
    while (firstSlot(owner) > slot) {
      owner--;
    }
    return owner;
  }

  /** Ends all nodes at once, frozen ones too; their data are of no further use. */
  @Override
  public void close() {
    nodes.forEach(EmbeddedRedis::kill);
  }
}
