package dev.ferry.server.delivery;

import dev.ferry.bench.Measured;
import dev.ferry.bench.Samples;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import dev.ferry.server.request.Frames;
import dev.ferry.server.session.Burst;
import dev.ferry.server.session.Connection;
import dev.ferry.server.session.Loop;
import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * Who gets an entry, without what sends it: the roster of one loop with 2,000 sessions, all of them
 * members of the same ten groups, whose connections only count.
 */
public class RosterBenchmark extends Measured {
  private static final int SESSIONS = 2_000;
  private static final int USERS = 20_000;

  private final TaskQueue loop = new TaskQueue();
  private final Roster roster =
      new Roster(
          loop,
          new SessionRegistry(),
          new Subscriptions(new SilentBus()),
          Frames.pushes(),
          (session, group) -> {},
          group -> {
            throw new IllegalStateException("a hole in " + group.id);
          },
          new Pacing(1));
  private final List<ConversationId> groups = Samples.groups(10);
  private final List<Session> sessions = new ArrayList<>();
  private final SessionRegistry registry = new SessionRegistry();
  private final UserId[] users = new UserId[USERS];
  private final byte[] frame = Frames.pushes().entry(Samples.entry(Samples.GROUP, 1));
  private long seq = 1;
  private long sent;
  private int next;

  public RosterBenchmark() {
    DeviceId device = new DeviceId("phone");
    for (int i = 0; i < USERS; i++) {
      users[i] = new UserId("user" + i);
      Session session = new Session(users[i], device, new Counting(), new byte[0]);
      registry.add(session);
      if (i < SESSIONS) {
        sessions.add(session);
        session.start(1, Long.MAX_VALUE, frame);
        enter(session);
      }
    }
    loop.run();
  }

  private void enter(Session session) {
    roster.admit(session);
    for (ConversationId id : groups) {
      LocalGroup group = roster.enter(id);
      roster.place(
          session,
          group,
          group.newest(),
          new Standing(id, true, 1, Samples.EPOCH, 1, Samples.TIME_MS, 1, 1));
      roster.entered(group);
    }
  }

  /** An entry of one group to its 2,000 seats; per seat. */
  @Benchmark
  @OperationsPerInvocation(SESSIONS)
  public long walk() {
    roster.hear(new GroupEntry(Samples.entry(Samples.GROUP, ++seq), frame));
    loop.run();
    return sent;
  }

  /** A session leaves its ten groups of 2,000, and enters them again; per session. */
  @Benchmark
  public int leaveAndEnter() {
    next = (next + 7) % SESSIONS;
    Session session = sessions.get(next);
    roster.leave(session);
    enter(session);
    loop.run();
    return next;
  }

  /** Which sessions a user has on this node, among 20,000 users; per lookup. */
  @Benchmark
  public List<Session> lookUp() {
    next = (next + 7) % USERS;
    return registry.of(users[next]);
  }

  /** A loop whose tasks run when the benchmark says so. */
  private static final class TaskQueue implements Loop {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

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
      throw new UnsupportedOperationException("nothing is to fail here");
    }

    void run() {
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  private final class Counting implements Connection {
    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public void send(byte[] single) {
      sent++;
    }

    @Override
    public void send(Burst burst) {
      sent++;
    }

    @Override
    public void closeWith(byte[] lastFrame) {}

    @Override
    public boolean congested() {
      return false;
    }

    @Override
    public void reading(boolean on) {}

    @Override
    public void loggedIn() {}

    @Override
    public String remote() {
      return "memory";
    }
  }

  private static final class SilentBus implements Bus {
    @Override
    public CompletionStage<Void> subscribe(Topic topic) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void unsubscribe(Topic topic) {}
  }
}
