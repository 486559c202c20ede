package dev.ferry.server.badinput;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who does too much is slowed down, and nobody else. */
@Timeout(60)
class RatesIT {
  private static final int A_SECOND = 20;
  private static final int AT_ONCE = 40;

  @TempDir private static Path data;
  private static OneNode node;

  @BeforeAll
  static void start() {
    node =
        OneNode.start(
            data,
            Map.of(
                "limits.requests-per-second",
                String.valueOf(A_SECOND),
                "limits.requests-burst",
                String.valueOf(AT_ONCE)));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @EnumSource
  void tenTimesTheRateIsRefusedWithAWaitAndTheSessionStays(Door door) {
    try (RawClient greedy = node.login(door, "alice", "greedy");
        RawClient neighbour = node.login(door, "bob", "phone")) {
      int requests = 10 * AT_ONCE;
      long begin = System.nanoTime();
      for (int i = 1; i <= requests; i++) {
        greedy.send(Requests.ping().setRequestId(i).build());
      }
      int pongs = 0;
      Set<Long> answered = new HashSet<>();
      for (int i = 1; i <= requests; i++) {
        ServerFrame answer = greedy.next();
        assertTrue(answered.add(answer.getRequestId()), answer::toString);
        if (answer.hasPong()) {
          pongs++;
        } else {
          Error error = Expect.error(answer, ErrorCode.RATE_LIMITED);
          assertTrue(error.getRetryAfterMs() > 0, error::toString);
          assertEquals(Duty.RETRY, error.getDuty());
        }
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      assertTrue(pongs >= AT_ONCE, pongs + " pongs");
      assertTrue(pongs <= AT_ONCE + A_SECOND * seconds + 1, pongs + " pongs in " + seconds + " s");
      Expect.alive(neighbour);
      assertTrue(neighbour.call(Requests.send("d/alice/bob", 1)).hasMessageAck());
      await().atMost(Expect.SOON).until(() -> greedy.call(Requests.ping()).hasPong());
    }
  }

  @Test
  void aUserWhoComesAndGoesAllTheTimeDisturbsNobody() {
    try (RawClient neighbour = node.login(Door.TCP, "carol", "phone");
        RawClient friend = node.login(Door.TCP, "dave", "phone")) {
      for (int i = 0; i < 100; i++) {
        node.login(Door.TCP, "alice", "restless").close();
      }
      assertTrue(friend.call(Requests.send("d/carol/dave", 1)).hasMessageAck());
      ServerFrame first = neighbour.next(Duration.ofSeconds(5));
      assertTrue(first.hasMessagePush(), first::toString);
    }
  }
}
