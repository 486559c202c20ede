package dev.ferry.server.groups;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Nodes;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * 50 members a second join, leave, are added or removed while 20 messages a second flow, on three
 * nodes: at each seq exactly the members of that moment get it, once, in order (P2, P3, P6). In the
 * build a short form; the long one with {@code -Dferry.churn.members=2000
 * -Dferry.churn.seconds=60}.
 */
@Timeout(600)
@Tag("faults")
class GroupChurnIT {
  private static final int MEMBERS = Integer.getInteger("ferry.churn.members", 90);
  private static final int SECONDS = Integer.getInteger("ferry.churn.seconds", 5);
  private static final long SEED = Long.getLong("ferry.churn.seed", 1);
  private static final int NODES = 3;

  @TempDir private Path folder;

  @Test
  void atEachSeqExactlyTheMembersOfThatMomentGetIt() throws Exception {
    try (EmbeddedRedis redis =
            EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
        Nodes nodes = Nodes.start(folder, NODES, redis.uri().toString());
        Assembly assembly = Assembly.gather(nodes, NODES, MEMBERS, MEMBERS)) {
      Churn churn = new Churn(assembly, SEED);
      churn.run(SECONDS, Map.of());
      GroupTruth truth = assembly.assertKept();
      churn.check(truth);
      assertTrue(churn.changes() >= MEMBERS, () -> churn.changes() + " changes");
      System.out.printf(
          "%d users on %d nodes, %d changes and %d messages in %d s: exact%n",
          MEMBERS, NODES, churn.changes(), churn.messages(), SECONDS);
    }
  }
}
