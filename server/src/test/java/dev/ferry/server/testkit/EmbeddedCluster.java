package dev.ferry.server.testkit;

import static org.awaitility.Awaitility.await;

import dev.ferry.server.redis.embedded.EmbeddedRedis;
import dev.ferry.server.redis.embedded.EmbeddedRedis.Settings;
import dev.ferry.server.redis.embedded.RespConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
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
   * @param dataDir one folder a node is made in it; must hold no cluster yet
   * @param directives more lines for each redis.conf
   */
  public static EmbeddedCluster start(Path dataDir, String... directives) throws IOException {
    EmbeddedCluster cluster = new EmbeddedCluster();
    boolean ready = false;
    try {
      cluster.launch(dataDir, directives);
      cluster.join();
      ready = true;
      return cluster;
    } finally {
      if (!ready) {
        cluster.close();
      }
    }
  }

  private void launch(Path dataDir, String[] directives) {
    String password = "";
    for (int i = 0; i < NODES; i++) {
      Settings settings =
          Settings.in(dataDir.resolve("node-" + i))
              .withPassword(password)
              .withClusterEnabled(true)
              .withDirectives(directives);
      nodes.add(EmbeddedRedis.start(settings));
      password = nodes.get(0).settings().password();
    }
  }

  private void join() throws IOException {
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
    await()
        .atMost(JOIN_WAIT)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
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

  /** One a node, in the order of their slots. */
  public List<URI> uris() {
    return nodes.stream().map(EmbeddedRedis::uri).toList();
  }

  /** The slot of a key, hash tag honoured, as Redis computes it. */
  public int slotOf(String key) {
    for (EmbeddedRedis node : nodes) {
      if (node.onExit().isDone()) {
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
    signal("STOP", pidOfSlot(slot));
  }

  /** SIGCONT. */
  public void resume(int slot) {
    signal("CONT", pidOfSlot(slot));
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

  private static void signal(String name, long pid) {
    try {
      int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + name + " " + pid + " failed with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends all nodes at once, frozen ones too; their data are of no further use. */
  @Override
  public void close() {
    nodes.forEach(EmbeddedRedis::kill);
  }
}
