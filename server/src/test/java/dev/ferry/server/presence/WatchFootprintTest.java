package dev.ferry.server.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Lease;
import dev.ferry.server.model.OnlineSession;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.PresenceSettings;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.UserState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What watching costs a node: 3,000 sessions that watch a hundred of 3,000 users each. */
class WatchFootprintTest {
  private static final int SESSIONS = 3000;
  private static final int WATCHED_EACH = 100;
  private static final int BYTES_MAX = 250;
  private static final int COLLECTIONS = 4;
  private static final Lease LEASE = new Lease(1, "n1");
  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private record Eye(UserId user) implements Watcher {
    @Override
    public void push(List<Presence> news, Runnable notTaken) {}
  }

  @Test
  void aWatchCostsFewBytes() {
    Leases leases = new Leases(LEASE, 1000, Map.of(LEASE, 1000L), Duration.ofSeconds(6));
    WatchBoard board = new WatchBoard(user -> DONE, user -> {}, 1_000_000, leases);
    List<Eye> eyes = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      eyes.add(new Eye(user(i)));
    }
    long before = usedBytes();
    for (int i = 0; i < SESSIONS; i++) {
      List<UserId> wanted = new ArrayList<>();
      List<PresenceStore.Found> found = new ArrayList<>();
      for (int w = 0; w < WATCHED_EACH; w++) {
        // New objects, as requests and answers bring them.
        wanted.add(user((i + 31 * w) % SESSIONS));
        found.add(new PresenceStore.Found(state(user((i + 31 * w) % SESSIONS)), true, false));
      }
      board.add(eyes.get(i), wanted);
      board.found(eyes.get(i), found, 0);
    }
    double bytes = (usedBytes() - before) / (double) (SESSIONS * WATCHED_EACH);
    System.out.printf("a watch: %.0f bytes%n", bytes);
    assertTrue(bytes <= BYTES_MAX, () -> bytes + " bytes (expected: <= " + BYTES_MAX + ")");
    eyes.forEach(board::leave);
    assertEquals(0, board.watchedCount());
  }

  private static UserId user(int number) {
    return new UserId("user" + number);
  }

  private static UserState state(UserId user) {
    OnlineSession session =
        new OnlineSession(new DeviceId("phone"), 1, LEASE, Platform.PHONE, 1000);
    return new UserState(user, 1, List.of(session), 0, PresenceSettings.DEFAULT);
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
