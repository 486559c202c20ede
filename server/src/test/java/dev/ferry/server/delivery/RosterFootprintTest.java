package dev.ferry.server.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.SessionEnd;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Connection;
import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the memberships of a full node cost: 19,000 sessions, 50 groups each. */
class RosterFootprintTest {
  private static final int SESSIONS = 19_000;
  private static final int GROUPS_EACH = 50;
  private static final int BYTES_MAX = 32;
  private static final int COLLECTIONS = 4;

  @ParameterizedTest
  @ValueSource(ints = {100, 2000})
  void membershipCostsFewBytes(int membersOfGroup) {
    SimLoop loop = new SimLoop();
    Roster roster =
        new Roster(
            loop,
            new SessionRegistry(),
            new Subscriptions(new SilentBus()),
            new NoEncoder(),
            (session, group) -> {},
            group -> {},
            new Pacing(1));
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      Connection connection = new SilentConnection(loop);
      sessions.add(
          new Session(new UserId("user" + i), new DeviceId("phone"), connection, new byte[0]));
      roster.admit(sessions.get(i));
    }
    int groups = SESSIONS * GROUPS_EACH / membersOfGroup;
    long before = usedBytes();
    for (int i = 0; i < sessions.size(); i++) {
      for (int g = 0; g < GROUPS_EACH; g++) {
        enter(roster, sessions.get(i), (i * GROUPS_EACH + g) % groups);
      }
    }
    while (loop.runNext()) {
      // What entering left to do.
    }
    double bytes = (usedBytes() - before) / (double) (SESSIONS * GROUPS_EACH);
    System.out.printf(
        "a membership in %d groups of %d: %.1f bytes%n", groups, membersOfGroup, bytes);
    assertTrue(bytes <= BYTES_MAX, () -> bytes + " bytes (expected: <= " + BYTES_MAX + ")");
    sessions.forEach(roster::leave);
    assertEquals(null, roster.find(group(0)));
  }

  private static void enter(Roster roster, Session session, int number) {
    LocalGroup group = roster.enter(group(number));
    Standing standing = new Standing(group.id, true, 1, 7, 1, 1, 1, 1);
    assertTrue(roster.place(session, group, group.newest(), standing));
    roster.entered(group);
  }

  private static ConversationId group(int number) {
    return ConversationId.parse("g/group" + number);
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

  private static final class SilentBus implements Bus {
    @Override
    public CompletionStage<Void> subscribe(Topic topic) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void unsubscribe(Topic topic) {}
  }

  private static final class NoEncoder implements PushEncoder {
    @Override
    public byte[] entry(LogEntry entry) {
      return new byte[0];
    }

    @Override
    public byte[] head(Head head) {
      return new byte[0];
    }

    @Override
    public byte[] hint(Hint hint) {
      return new byte[0];
    }

    @Override
    public byte[] sessionEnd(SessionEnd end) {
      return new byte[0];
    }
  }
}
