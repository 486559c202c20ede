package dev.ferry.server.reliability;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.client.ConversationIds;
import dev.ferry.client.SendReceipt;
import dev.ferry.loadtest.fleet.NodeProcess;
import dev.ferry.redis.EmbeddedCluster;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.redis.EmbeddedRedis.Settings;
import dev.ferry.server.testkit.Ledger;
import dev.ferry.server.testkit.Nodes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** P3: many devices write into one conversation over two nodes, and all of them see one order. */
@Timeout(180)
class OrderIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TALK = ConversationIds.direct("alice", "bob");
  private static final int DEVICES_OF_EACH = 8;
  private static final int MESSAGES_OF_EACH = 50;
  private static final int ALL = 2 * DEVICES_OF_EACH * MESSAGES_OF_EACH;

  @TempDir Path folder;
  private final Ledger ledger = new Ledger();
  private final List<Device> devices = new ArrayList<>();

  @AfterEach
  void disconnect() {
    devices.forEach(Device::close);
  }

  @Test
  void sixteenWritersSeeOneDenseOrderExactlyOnce() throws Exception {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
        Nodes nodes = Nodes.start(folder, 2, redis.uri().toString())) {
      allWriteAndSeeOneOrder(nodes);
    }
  }

  /** Here nodes publish after the append, and so overtake one another. */
  @Test
  void sixteenWritersSeeOneDenseOrderExactlyOnceOnACluster() throws Exception {
    try (EmbeddedCluster cluster = EmbeddedCluster.start(Settings.in(folder.resolve("redis")));
        Nodes nodes = Nodes.start(folder, 2, urls(cluster))) {
      allWriteAndSeeOneOrder(nodes);
    }
  }

  private void allWriteAndSeeOneOrder(Nodes nodes) throws Exception {
    connect(nodes);
    List<SendReceipt> receipts = allWrite();
    assertEquals(
        LongStream.rangeClosed(1, ALL).boxed().toList(),
        receipts.stream().map(SendReceipt::seq).sorted().toList());
    assertEquals(1, receipts.stream().map(SendReceipt::epoch).distinct().count());
    await()
        .atMost(PATIENCE)
        .until(() -> devices.stream().allMatch(d -> ledger.receivedCount(d.name()) >= ALL));
    ledger.assertKept();
  }

  /** Half of each user's devices on each node, and half of those over each transport. */
  private void connect(Nodes nodes) {
    for (String user : List.of("alice", "bob")) {
      for (int i = 0; i < DEVICES_OF_EACH; i++) {
        NodeProcess node = nodes.get(i % 2);
        URI server = i / 2 % 2 == 0 ? node.tcp() : node.webSocket();
        Device device = Device.start(server, nodes.tokens(), user + "/device" + i, ledger);
        devices.add(device);
        ledger.expect(device.name(), TALK);
      }
    }
    devices.forEach(Device::awaitOnline);
  }

  private List<SendReceipt> allWrite() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(devices.size());
    try {
      CyclicBarrier together = new CyclicBarrier(devices.size());
      List<Future<List<CompletableFuture<SendReceipt>>>> written = new ArrayList<>();
      for (Device device : devices) {
        written.add(
            writers.submit(
                () -> {
                  together.await();
                  return write(device);
                }));
      }
      List<SendReceipt> receipts = new ArrayList<>();
      for (Future<List<CompletableFuture<SendReceipt>>> each : written) {
        for (CompletableFuture<SendReceipt> receipt : each.get()) {
          receipts.add(receipt.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
      }
      return receipts;
    } finally {
      writers.shutdownNow();
    }
  }

  private static List<CompletableFuture<SendReceipt>> write(Device device) {
    List<CompletableFuture<SendReceipt>> receipts = new ArrayList<>();
    for (int i = 1; i <= MESSAGES_OF_EACH; i++) {
      receipts.add(device.send(TALK, device.name() + " says " + i));
    }
    return receipts;
  }

  private static String urls(EmbeddedCluster cluster) {
    return cluster.uris().stream().map(URI::toString).collect(Collectors.joining(","));
  }
}
