package dev.ferry.server.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Nodes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that holds a third of the members is killed while the group floods: after they are back,
 * on the other nodes, nobody lacks a message or has one twice (P2, P4). In the build a short form;
 * the long one with {@code -Dferry.loss.members=2000 -Dferry.loss.seconds=20}.
 */
@Timeout(300)
@Tag("faults")
class GroupNodeLossIT {
  private static final int MEMBERS = Integer.getInteger("ferry.loss.members", 60);
  private static final int SECONDS = Integer.getInteger("ferry.loss.seconds", 6);
  private static final int MESSAGES_A_SECOND = 40;
  private static final int NODES = 3;

  @TempDir private Path folder;

  @Test
  void killedNodeCostsItsMembersNothing() throws Exception {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
        Nodes nodes = Nodes.start(folder, NODES, redis.uri().toString());
        Assembly assembly = Assembly.gather(nodes, NODES, MEMBERS, MEMBERS)) {
      Map<String, CompletableFuture<SendReceipt>> said = flood(nodes, assembly);
      assembly.awaitOnline();
      GroupTruth truth = assembly.assertKept();
      for (Map.Entry<String, CompletableFuture<SendReceipt>> each : said.entrySet()) {
        ReceivedMessage entry = truth.find(each.getKey());
        assertTrue(entry != null && entry.seq() == each.getValue().join().seq(), each.getKey());
      }
      long messages = truth.log().stream().filter(entry -> entry.change() == null).count();
      assertEquals(said.size(), messages);
      for (int i = 0; i < MEMBERS; i++) {
        GroupPhone phone = assembly.phone(i);
        boolean moved = phone.logins() > 1;
        assertEquals(i % NODES == NODES - 1, moved, phone.user() + " logins: " + phone.logins());
      }
    }
  }

  /** Everybody sends in turn; in the middle the last node dies. */
  private static Map<String, CompletableFuture<SendReceipt>> flood(Nodes nodes, Assembly assembly)
      throws InterruptedException {
    Map<String, CompletableFuture<SendReceipt>> said = new HashMap<>();
    long tick = TimeUnit.SECONDS.toNanos(1) / MESSAGES_A_SECOND;
    long begin = System.nanoTime();
    int messages = SECONDS * MESSAGES_A_SECOND;
    for (int i = 0; i < messages; i++) {
      TimeUnit.NANOSECONDS.sleep(begin + i * tick - System.nanoTime());
      if (i == messages / 2) {
        nodes.get(NODES - 1).kill();
      }
      String text = "message " + i;
      said.put(text, assembly.phone(i % MEMBERS).say(text));
    }
    said.values().forEach(CompletableFuture::join);
    return said;
  }
}
