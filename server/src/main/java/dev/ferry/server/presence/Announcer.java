package dev.ferry.server.presence;

import dev.ferry.server.model.Lease;
import dev.ferry.server.model.OnlineSession;
import dev.ferry.server.model.Platform;
import dev.ferry.server.session.Session;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes to Redis which sessions this node has: once when one begins and once when it ends, and
 * nothing in between. What could not be written is written later. Thread-safe.
 */
final class Announcer {
  /** What one tick writes of what is to be written later. */
  private static final int WRITTEN_A_TICK = 250;

  /** Sessions that ended, of which Redis does not know; beyond it the lease is given up. */
  private static final int UNTOLD_MAX = 100_000;

  private final PresenceStore store;

  /** The live sessions. Any thread; as many as connections. */
  private final Map<Session, Mark> live = new ConcurrentHashMap<>();

  /** What is to be written later, live or ended. Any thread puts, the presence thread takes. */
  private final Map<Session, Mark> untold = new ConcurrentHashMap<>();

  /** This node's. Written by the presence thread, read by any. */
  private volatile Lease lease;

  /** What Redis has of a session. */
  private record Mark(Platform platform, long stamp) {}

  Announcer(PresenceStore store, Lease lease) {
    this.store = store;
    this.lease = lease;
  }

  /** A session began. On its loop. */
  void opened(Session session, Platform platform) {
    Mark mark = new Mark(platform, session.stamp());
    live.put(session, mark);
    write(session, mark);
  }

  /** A session ended. On its loop. */
  void closed(Session session) {
    Mark mark = live.remove(session);
    if (mark != null) {
      write(session, mark);
    }
  }

  /** This node counts by another lease: everything is written anew. */
  void renew(Lease fresh) {
    lease = fresh;
    untold.keySet().removeIf(session -> !live.containsKey(session));
    untold.putAll(live);
  }

  /** Whether more is unwritten than can be kept, so that another lease is the way out. */
  boolean isOverrun() {
    return untold.size() > UNTOLD_MAX + live.size();
  }

  /** Writes some of what could not be written. On the presence thread. */
  void tick() {
    for (Session session : untold.keySet().stream().limit(WRITTEN_A_TICK).toList()) {
      Mark mark = untold.remove(session);
      if (mark != null) {
        write(session, mark);
      }
    }
  }

  private void write(Session session, Mark mark) {
    CompletionStage<Void> written =
        live.containsKey(session) ? writeLive(session, mark) : writeEnd(session, mark);
    var unused =
        written.exceptionally(
            failure -> {
              untold.put(session, mark);
              return null;
            });
  }

  /** One that ended meanwhile may have been written as ended before this came to Redis. */
  private CompletionStage<Void> writeLive(Session session, Mark mark) {
    OnlineSession online =
        new OnlineSession(session.device(), mark.stamp(), lease, mark.platform(), 0);
    return store
        .online(session.user(), online)
        .thenCompose(
            done ->
                live.containsKey(session)
                    ? CompletableFuture.completedStage(done)
                    : writeEnd(session, mark));
  }

  private CompletionStage<Void> writeEnd(Session session, Mark mark) {
    return store.offline(session.user(), session.device(), mark.stamp());
  }
}
