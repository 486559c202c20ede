package dev.ferry.server.operations;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.FerryException;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.group.GroupRole;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.StoredSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five devices of one user, two of them away for a while, and two of another user, on three nodes,
 * write, read, set how they want conversations, and do all that can be done to messages, from one
 * seed a run. {@code -Dferry.operations.seeds=1000} does more; {@code -Dferry.operations.first=S
 * -Dferry.operations.seeds=1} repeats one.
 */
@Timeout(600)
@Tag("faults")
class ConvergenceIT {
  private static final int ACTIONS = 60;

  /** Which of the first user's devices are away in the middle of a run. */
  private static final Set<Integer> AWAY = Set.of(3, 4);

  /** What may be refused, because somebody else was earlier or it is not the actor's to do. */
  private static final Set<String> REFUSALS =
      Set.of("NOT_YOUR_MESSAGE", "MESSAGE_RECALLED", "ROLE_NOT_ALLOWED");

  @TempDir private static Path folder;
  private static EmbeddedRedis redis;
  private static final List<OneNode> NODES = new ArrayList<>();

  @BeforeAll
  static void begin() {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    Map<String, String> settings =
        Map.of(
            "redis.url", redis.uri().toString(),
            "groups.messages-burst", "10000",
            "groups.member-messages-burst", "10000");
    for (int i = 0; i < 3; i++) {
      NODES.add(OneNode.start(folder.resolve("data"), settings));
    }
  }

  @AfterAll
  static void end() {
    NODES.forEach(OneNode::close);
    redis.close();
  }

  @Test
  void allDevicesAndTheServerHaveTheSame() {
    long first = Long.getLong("ferry.operations.first", 1);
    long seeds = Long.getLong("ferry.operations.seeds", 200);
    for (long seed = first; seed < first + seeds; seed++) {
      try {
        run(seed);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void run(long seed) {
    Random random = new Random(seed);
    String alice = "alice" + seed;
    String bob = "bob" + seed;
    List<AppDevice> devices = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      String user = i < 5 ? alice : bob;
      String peer = i < 5 ? bob : alice;
      devices.add(new AppDevice(user, peer, "d" + i, NODES.get(0).tokens()));
    }
    try {
      devices.forEach(device -> device.connect(node(random)));
      List<String> conversations = List.of("d/" + alice + "/" + bob, "g/team" + seed);
      found(devices.get(0), conversations.get(1), bob, random.nextBoolean());
      Map<String, Long> marked = new HashMap<>();
      List<CompletableFuture<SendReceipt>> sent = act(devices, conversations, marked, random);
      for (AppDevice device : devices) {
        if (!device.isConnected()) {
          device.connect(node(random));
        }
      }
      sent.forEach(ConvergenceIT::assertDone);
      for (String conversation : conversations) {
        for (AppDevice device : devices) {
          assertSet(device, conversation);
          assertSame(device, conversation, marked.getOrDefault(device.user + conversation, 0L));
        }
      }
    } finally {
      devices.forEach(AppDevice::close);
    }
  }

  private static URI node(Random random) {
    return NODES.get(random.nextInt(NODES.size())).tcp();
  }

  private static void found(AppDevice owner, String group, String member, boolean asAdmin) {
    owner.client().groups().create(group, GroupSettings.builder().build(), List.of(member)).join();
    if (asAdmin) {
      owner.client().groups().setRole(group, member, GroupRole.ADMIN).join();
    }
  }

  private static List<CompletableFuture<SendReceipt>> act(
      List<AppDevice> devices,
      List<String> conversations,
      Map<String, Long> marked,
      Random random) {
    List<CompletableFuture<SendReceipt>> sent = new ArrayList<>();
    for (int i = 0; i < ACTIONS; i++) {
      int index = random.nextInt(devices.size());
      AppDevice device = devices.get(index);
      String conversation = conversations.get(random.nextInt(conversations.size()));
      int dice = random.nextInt(20);
      if (AWAY.contains(index) && i > ACTIONS / 4 && i < ACTIONS * 3 / 4) {
        device.close();
      } else if (!device.isConnected()) {
        if (dice < 5) {
          device.connect(node(random));
        }
      } else if (dice == 0) {
        device.close();
      } else if (dice == 1) {
        device.connect(node(random));
      } else if (dice < 4) {
        device.look(conversation, random);
      } else if (dice == 7) {
        device.set(conversation, random);
      } else if (dice < 7) {
        long seq = device.read(conversation, random);
        marked.merge(device.user + conversation, seq, Math::max);
      } else {
        sent.add(device.act(conversation, random));
      }
      if (dice % 4 == 0) {
        awaitSome(sent);
      }
    }
    return sent;
  }

  /** So that devices come to know of each other's messages before they go on. */
  private static void awaitSome(List<CompletableFuture<SendReceipt>> sent) {
    if (!sent.isEmpty()) {
      var unused = sent.get(sent.size() - 1).handle((receipt, failure) -> true).join();
    }
  }

  private static void assertDone(CompletableFuture<SendReceipt> future) {
    try {
      future.orTimeout(20, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      FerryException reason = assertInstanceOf(FerryException.class, e.getCause());
      boolean closed = reason.kind() == FerryException.Kind.CLOSED;
      assertTrue(closed || REFUSALS.contains(reason.code()), reason.toString());
    }
  }

  private static void assertSet(AppDevice device, String conversation) {
    try (RawClient asker = NODES.get(0).login(Door.TCP, device.user, "asker")) {
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(20))
          .pollDelay(Duration.ZERO)
          .untilAsserted(
              () ->
                  assertEquals(
                      StoredSettings.of(asker).of(conversation),
                      device.client().settings().of(conversation)));
    }
  }

  private static void assertSame(AppDevice device, String conversation, long marked) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .pollDelay(Duration.ZERO)
        .untilAsserted(
            () ->
                assertEquals(
                    device.stateOfServer(conversation, marked), device.state(conversation)));
  }
}
