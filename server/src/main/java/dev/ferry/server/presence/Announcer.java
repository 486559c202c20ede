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
  private final Map<Session, Platform> live = new ConcurrentHashMap<>();

  /** What is to be written later, live or ended. Any thread puts, the presence thread takes. */
  private final Map<Session, Platform> untold = new ConcurrentHashMap<>();

  /** This node's. Written by the presence thread, read by any. */
  private volatile Lease lease;

  Announcer(PresenceStore store, Lease lease) {
    this.store = store;
    this.lease = lease;
  }

  /** A session began. On its loop. */
  void opened(Session session, Platform platform) {
    live.put(session, platform);
    write(session, platform);
  }

  /** A session ended. On its loop. */
  void closed(Session session) {
    Platform platform = live.remove(session);
    if (platform != null) {
      write(session, platform);
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
      Platform platform = untold.remove(session);
      if (platform != null) {
        write(session, platform);
      }
    }
  }

  private void write(Session session, Platform platform) {
    CompletionStage<Void> written =
        live.containsKey(session) ? writeLive(session, platform) : writeEnd(session);
    var unused =
        written.exceptionally(
            failure -> {
              untold.put(session, platform);
              return null;
            });
  }

  /** One that ended meanwhile may have been written as ended before this came to Redis. */
  private CompletionStage<Void> writeLive(Session session, Platform platform) {
    OnlineSession online = new OnlineSession(session.device(), session.stamp(), lease, platform, 0);
    return store
        .online(session.user(), online)
        .thenCompose(
            done ->
                live.containsKey(session)
                    ? CompletableFuture.completedStage(done)
                    : writeEnd(session));
  }

  private CompletionStage<Void> writeEnd(Session session) {
    return store.offline(session.user(), session.device(), session.stamp());
  }
}
