package dev.ferry.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Signal;
import dev.ferry.server.model.UserId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Signals are the first to be left out, and nobody is told to make up for them. */
class SessionSignalsTest {
  private static final UserId ALICE = new UserId("alice");
  private static final DeviceId PHONE = new DeviceId("phone");
  private static final ConversationId TALK = ConversationId.direct(ALICE, new UserId("bob"));
  private static final byte[] FRAME = {1};
  private static final byte[] COMPARE_HEADS = {2};
  private static final byte[] LOGGED_IN = {3};

  private final Line line = new Line();
  private final Session session = new Session(ALICE, PHONE, line, COMPARE_HEADS);

  @Test
  void withMuchUnderWayNoMoreAreHandedToTheLoop() {
    session.start(7, Long.MAX_VALUE, LOGGED_IN);
    for (int i = 0; i < 3 * Session.SIGNALS_UNDER_WAY_MAX; i++) {
      session.deliver(signal(ALICE, "other"), FRAME);
    }
    assertEquals(Session.SIGNALS_UNDER_WAY_MAX, line.tasks.size());
    line.run();
    assertEquals(1 + Session.SIGNALS_UNDER_WAY_MAX, line.sent.size());
    session.deliver(signal(ALICE, "other"), FRAME);
    assertEquals(1, line.tasks.size());
  }

  @Test
  void aSlowReaderGetsNoneAndNothingInTheirPlace() {
    session.start(7, Long.MAX_VALUE, LOGGED_IN);
    line.congested = true;
    session.deliver(signal(ALICE, "other"), FRAME);
    line.run();
    assertFalse(session.offer(FRAME));
    line.congested = false;
    session.catchUp();
    assertEquals(List.of(LOGGED_IN), line.sent);
  }

  @Test
  void onlyTheSessionThatSentItIsPassedOver() {
    session.start(7, Long.MAX_VALUE, LOGGED_IN);
    session.deliver(signal(ALICE, "phone"), FRAME);
    session.deliver(new Signal(TALK, ALICE, PHONE, 6, "typing", new byte[0]), FRAME);
    session.deliver(signal(new UserId("bob"), "phone"), FRAME);
    line.run();
    assertEquals(List.of(LOGGED_IN, FRAME, FRAME), line.sent);
  }

  @Test
  void beforeTheLoginIsAnsweredNothingIsPushed() {
    session.deliver(signal(ALICE, "other"), FRAME);
    line.run();
    session.start(7, Long.MAX_VALUE, LOGGED_IN);
    assertEquals(List.of(LOGGED_IN), line.sent);
  }

  private static Signal signal(UserId sender, String device) {
    return new Signal(TALK, sender, new DeviceId(device), 7, "typing", new byte[0]);
  }

  /** A connection and its loop, which runs when the test says so. */
  private static final class Line implements Connection, Loop {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();
    private boolean congested;

    void run() {
      while (!tasks.isEmpty()) {
        tasks.remove().run();
      }
    }

    @Override
    public Loop loop() {
      return this;
    }

    @Override
    public void send(byte[] frame) {
      sent.add(frame);
    }

    @Override
    public void send(Burst burst) {
      sent.addAll(burst.frames());
    }

    @Override
    public void closeWith(byte[] lastFrame) {}

    @Override
    public boolean congested() {
      return congested;
    }

    @Override
    public void reading(boolean on) {}

    @Override
    public void loggedIn() {}

    @Override
    public String remote() {
      return "here";
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public boolean isCurrent() {
      return true;
    }

    @Override
    public void later(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void after(Duration delay, Runnable task) {
      tasks.add(task);
    }
  }
}
