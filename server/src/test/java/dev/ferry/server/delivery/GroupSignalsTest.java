package dev.ferry.server.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.SessionEnd;
import dev.ferry.server.model.Signal;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Signals of a group on one loop: to whom, in which turns, and when not. */
class GroupSignalsTest {
  private static final ConversationId GROUP = ConversationId.parse("g/deck");
  private static final DeviceId PHONE = new DeviceId("phone");
  private static final int A_TURN = 32;
  private static final Pacing PACING = new Pacing(1, A_TURN);
  private static final byte[] SIGNAL = {1};
  private static final byte[] ENTRY = {2};

  private final SimLoop loop = new SimLoop();
  private final List<String> told = new ArrayList<>();
  private final Roster roster =
      new Roster(
          loop,
          new SessionRegistry(),
          new Subscriptions(new NoBus()),
          new NoEncoder(),
          (session, group) -> {},
          group -> {},
          PACING);
  private final Signals signals = new Signals(loop, roster, PACING);

  @Test
  void everySeatButTheSendersGetsItAFewInATurn() {
    for (int i = 0; i < 100; i++) {
      enter("u" + i);
    }
    signals.hear(signal("u7", 7));
    assertEquals(A_TURN, told.size(), "the first turn");
    run();
    assertEquals(99, told.size());
    assertTrue(told.stream().noneMatch("u7"::equals));
  }

  @Test
  void whoLeavesMeanwhileGetsNoMore() {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 2 * A_TURN; i++) {
      sessions.add(enter("u" + i));
    }
    signals.hear(signal("somebody", 7));
    roster.leave(sessions.get(0));
    run();
    assertEquals(2 * A_TURN - 1, told.size());
    assertTrue(told.stream().noneMatch("u0"::equals));
  }

  @Test
  void whileAnEntryWaitsSignalsAreLeftOut() {
    enter("bob");
    roster.hear(new GroupEntry(entry(2), ENTRY));
    signals.hear(signal("somebody", 7));
    assertEquals(List.of(), told);
    run();
    signals.hear(signal("somebody", 7));
    assertEquals(List.of("bob"), told);
  }

  @Test
  void moreThanCanWaitAreLeftOut() {
    for (int i = 0; i < 2 * A_TURN; i++) {
      enter("u" + i);
    }
    for (int i = 0; i < 100; i++) {
      signals.hear(signal("somebody", 7));
    }
    run();
    assertEquals(16 * 2 * A_TURN, told.size());
  }

  @Test
  void aGroupThatIsNotHereHasNone() {
    signals.hear(signal("somebody", 7));
    run();
    assertEquals(List.of(), told);
  }

  private Session enter(String user) {
    UserId id = new UserId(user);
    Session session = new Session(id, PHONE, new Line(id), new byte[0]);
    session.start(7, Long.MAX_VALUE, new byte[0]);
    roster.admit(session);
    LocalGroup group = roster.enter(GROUP);
    Standing standing = new Standing(GROUP, true, 1, 7, 1, 1, 1, 1);
    assertTrue(roster.place(session, group, group.newest(), standing));
    roster.entered(group);
    run();
    return session;
  }

  private void run() {
    while (loop.runNext()) {
      // Until nothing is left.
    }
  }

  private static GroupSignal signal(String sender, long stamp) {
    return new GroupSignal(
        new Signal(GROUP, new UserId(sender), PHONE, stamp, "typing", new byte[0]), SIGNAL);
  }

  private static LogEntry entry(long seq) {
    return new LogEntry(
        GROUP,
        new Accepted(7, seq, 1),
        new UserId("somebody"),
        PHONE,
        1,
        new ClientMessageId(0, seq),
        new Content("text", new byte[0], "hello"),
        null);
  }

  private final class Line extends SilentConnection {
    private final UserId user;

    Line(UserId user) {
      super(loop);
      this.user = user;
    }

    @Override
    public void send(byte[] frame) {
      if (frame == SIGNAL) {
        told.add(user.value());
      }
    }
  }

  private static final class NoBus implements Bus {
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
      return ENTRY;
    }

    @Override
    public byte[] head(Head head) {
      return ENTRY;
    }

    @Override
    public byte[] hint(Hint hint) {
      return SIGNAL;
    }

    @Override
    public byte[] sessionEnd(SessionEnd end) {
      return ENTRY;
    }
  }
}
