package dev.ferry.server.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.GroupChange;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Burst;
import dev.ferry.server.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bursts on the two loops of a node: who goes on when, and who waits for nobody. */
class TurnsTest {
  private static final int A_TURN = 2;
  private static final int TURNS_MAX = 256;
  private static final DeviceId PHONE = new DeviceId("phone");

  private final Pacing pacing = new Pacing(2, A_TURN);
  private final Place one = new Place();
  private final Place other = new Place();

  @Test
  void longBurstsGoOnOnOneLoopAtATime() {
    Sessions first = one.group("g/first", 10);
    Sessions second = waitsFor(first);
    assertEquals(A_TURN, second.given, "its first turn, and then it waits");
    one.run();
    assertEquals(10, first.given);
    other.run();
    assertEquals(10, second.given);
  }

  @Test
  void oneThatTakesASingleTurnWaitsForNoOtherLoop() {
    Sessions first = one.group("g/first", 10);
    Sessions small = other.group("g/small", A_TURN);
    Sessions second = waitsFor(first);
    small.hear(2);
    other.run();
    assertEquals(A_TURN, small.given);
    assertEquals(A_TURN, second.given, "still waits");
  }

  @Test
  void aBurstAfterOneThatChangedTheMembersBeginsAtOnce() {
    Sessions first = one.group("g/first", 10);
    Sessions small = other.group("g/small", A_TURN);
    Sessions second = waitsFor(first);
    small.hear(2, GroupChange.of(GroupChange.Kind.ADDED, List.of(new UserId("carol"))));
    small.hear(3);
    other.run();
    assertEquals(2 * A_TURN, small.given, "the change, and in a burst of its own the message");
    assertEquals(A_TURN, second.given, "still waits");
  }

  @Test
  void oneWithoutEndLetsTheOtherLoopGoOn() {
    Sessions first = one.group("g/first", 10 * TURNS_MAX * A_TURN);
    Sessions second = waitsFor(first);
    while (other.loop.isIdle()) {
      assertTrue(one.loop.runNext(), "it ended, and the other still waits");
    }
    assertEquals((1 + TURNS_MAX) * A_TURN, first.given);
    one.run();
    assertEquals((1 + TURNS_MAX) * A_TURN, first.given, "waits in its turn");
    other.run();
    assertEquals(10, second.given);
    one.run();
    assertEquals(10 * TURNS_MAX * A_TURN, first.given);
  }

  @Test
  void groupsOnALoopGoOnInTurn() {
    Sessions first = one.group("g/first", 10);
    Sessions second = one.group("g/second", 10);
    first.hear(2);
    second.hear(2);
    while (first.given < 10) {
      assertTrue(Math.abs(first.given - second.given) <= A_TURN, "one overtakes");
      assertTrue(one.loop.runNext());
    }
    one.run();
    assertEquals(10, second.given);
  }

  @Test
  void oneThatFailsDoesNotKeepTheOtherWaiting() {
    Sessions first = one.group("g/first", 10);
    first.failsAfter = 5;
    Sessions second = waitsFor(first);
    one.run();
    other.run();
    assertEquals(List.of("g/first"), one.mended);
    assertEquals(10, second.given);
  }

  /** A burst on the other loop that has had its first turn, and waits for that of the first. */
  private Sessions waitsFor(Sessions first) {
    Sessions second = other.group("g/second", 10);
    first.hear(2);
    one.runNext(2);
    second.hear(2);
    other.run();
    return second;
  }

  /** A loop and what delivers on it. */
  private final class Place {
    final SimLoop loop = new SimLoop();
    final List<String> mended = new ArrayList<>();
    final Turns turns =
        new Turns(loop, (group, entry) -> {}, group -> mended.add(group.id.toString()), pacing);

    Sessions group(String name, int members) {
      return new Sessions(this, name, members);
    }

    void runNext(int tasks) {
      for (int i = 0; i < tasks; i++) {
        assertTrue(loop.runNext());
      }
    }

    void run() {
      while (loop.runNext()) {
        // Until nothing is left, or all that is left waits for another loop.
      }
    }
  }

  /** The members of a group on one loop, and how many of them were given something. */
  private static final class Sessions extends SilentConnection {
    final Place place;
    final LocalGroup group;
    int given;
    int failsAfter = Integer.MAX_VALUE;

    Sessions(Place place, String name, int members) {
      super(place.loop);
      this.place = place;
      ConversationId id = ConversationId.parse(name);
      group = new LocalGroup(id, CompletableFuture.completedFuture(null), new Backlog());
      group.begin(new Standing(id, true, 1, 7, 1, 1, 1, 1));
      for (int i = 0; i < members; i++) {
        Session session = new Session(new UserId("u" + i), PHONE, this, new byte[0]);
        session.start(7, Long.MAX_VALUE, new byte[0]);
        group.seats.add(session);
      }
    }

    void hear(long seq) {
      hear(seq, null);
    }

    void hear(long seq, @Nullable GroupChange change) {
      Accepted at = new Accepted(7, seq, 1);
      Content content = new Content("text", new byte[0], "hello");
      UserId sender = new UserId("somebody");
      ClientMessageId id = new ClientMessageId(0, seq);
      LogEntry entry = new LogEntry(group.id, at, sender, PHONE, 1, id, content, change);
      group.hear(new GroupEntry(entry, new byte[] {1}));
      place.turns.list(group);
    }

    @Override
    public void send(Burst burst) {
      if (given >= failsAfter) {
        throw new IllegalStateException("as the test wants it");
      }
      given++;
    }
  }
}
