package dev.ferry.server.presence;

import dev.ferry.server.delivery.Memberships;
import dev.ferry.server.delivery.Subscriptions;
import dev.ferry.server.model.Lease;
import dev.ferry.server.model.Platform;
import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in presence: keeps its lease, tells Redis of its sessions, and its sessions of
 * whom they watch. At rest it costs one script for each refresh of the lease, however many sessions
 * there are. Thread-safe.
 */
public final class PresenceRoom implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PresenceRoom.class);
  private static final Duration TICK = Duration.ofMillis(250);

  /** Two may fail before the lease lapses. */
  private static final int REFRESHES_A_LEASE = 3;

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

  private final PresenceStore store;
  private final ScheduledExecutorService thread;
  private final Announcer announcer;
  private final Watching watching;
  private final PresenceService service;

  /** Written by the presence thread, read at the end by whoever closes. */
  private volatile Lease own;

  /** Whether another lease is wanted, because too much about this one's sessions is not known. */
  private boolean givenUp;

  /** Whether the lease was let go of. Any thread. */
  private volatile boolean closed;

  /** Whether a refresh is under way. Presence thread. */
  private boolean refreshing;

  /**
   * How this node takes part.
   *
   * @param lease how long its word holds without a refresh
   * @param watchesMax users watched by all sessions together
   */
  public record Settings(Duration lease, int watchesMax) {}

  /** What presence stands on. */
  public record Ground(
      SessionRegistry sessions,
      Subscriptions subscriptions,
      Memberships memberships,
      PresenceStore store,
      PresenceEncoder encoder) {}

  /**
   * Takes a lease; blocks until it has one.
   *
   * @param thread a single one
   * @throws java.util.concurrent.CompletionException when Redis does not answer
   */
  public static PresenceRoom open(
      Settings settings, Ground ground, ScheduledExecutorService thread) {
    Leases leases = ground.store().refresh(Optional.empty()).toCompletableFuture().join();
    PresenceRoom room = new PresenceRoom(settings, ground, thread, leases);
    long refreshMs = settings.lease().toMillis() / REFRESHES_A_LEASE;
    room.every(TICK.toMillis(), room::tick);
    room.every(refreshMs, room::refresh);
    return room;
  }

  private PresenceRoom(
      Settings settings, Ground ground, ScheduledExecutorService thread, Leases leases) {
    this.store = ground.store();
    this.thread = thread;
    this.own = leases.own();
    this.announcer = new Announcer(store, own);
    this.watching = new Watching(this::onThread, ground, settings.watchesMax(), leases);
    this.service = new PresenceService(watching, store, ground.memberships());
  }

  public PresenceService service() {
    return service;
  }

  public Watching watching() {
    return watching;
  }

  /** A session's login was answered. On its loop. */
  public void opened(Session session, Platform platform) {
    announcer.opened(session, platform);
  }

  /** A session ended. On its loop. */
  public void closed(Session session) {
    announcer.closed(session);
    watching.leave(session);
  }

  /** Connections that end with the node come too late. */
  private void onThread(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("presence has ended", e);
    }
  }

  private void every(long periodMs, Runnable task) {
    thread.scheduleWithFixedDelay(
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            LOG.error("a task of presence failed; it will run again", e);
          }
        },
        periodMs,
        periodMs,
        TimeUnit.MILLISECONDS);
  }

  private void tick() {
    announcer.tick();
    watching.tick();
  }

  private void refresh() {
    if (refreshing || closed) {
      return;
    }
    refreshing = true;
    givenUp |= announcer.isOverrun();
    store
        .refresh(givenUp ? Optional.empty() : Optional.of(own))
        .whenCompleteAsync(
            (leases, failure) -> {
              refreshing = false;
              if (failure == null) {
                refreshed(leases);
              }
            },
            this::onThread);
  }

  private void refreshed(Leases leases) {
    Lease before = own;
    if (!leases.own().equals(before)) {
      LOG.atWarn().addKeyValue("lease", leases.own()).log("presence counts by another lease now");
      own = leases.own();
      announcer.renew(own);
      if (givenUp) {
        givenUp = false;
        var unused = store.release(before);
      }
    }
    watching.learn(leases);
  }

  /** Ends the lease, so that nobody here counts as online; blocks for a second at most. */
  @Override
  public void close() {
    closed = true;
    store
        .release(own)
        .toCompletableFuture()
        .completeOnTimeout(null, CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failure -> null)
        .join();
  }
}
