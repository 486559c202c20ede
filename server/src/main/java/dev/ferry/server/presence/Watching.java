package dev.ferry.server.presence;

import dev.ferry.server.delivery.Subscriptions;
import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.OnlineSession;
import dev.ferry.server.model.PrivacyChange;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.UserState;
import dev.ferry.server.presence.PresenceStore.Found;
import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Brings the {@link WatchBoard} together with the bus, Redis and the sessions. Thread-safe; what
 * comes in is taken up on the presence thread.
 */
public final class Watching {
  /** Users read again at once after the bus was away; the rest follow one tick after the other. */
  private static final int READ_A_TICK = 256;

  /** Beyond it, whoever has just met sees one another after the next watch. */
  private static final int BEGUN_MAX = 10_000;

  private final Executor thread;
  private final SessionRegistry sessions;
  private final PresenceStore store;
  private final PresenceEncoder encoder;
  private final WatchBoard board;

  /**
   * What the bus brought since the last tick, the newest of each user; so no longer than there are
   * users watched here. Any thread puts, the presence thread takes.
   */
  private final Map<UserId, UserState> heard = new ConcurrentHashMap<>();

  /** Direct conversations whose first message came since the last tick. As {@link #heard}. */
  private final Set<ConversationId> begun = ConcurrentHashMap.newKeySet();

  /** Who was blocked by whom since the last tick, or unblocked. As {@link #heard}. */
  private final Map<Pair, Boolean> barred = new ConcurrentHashMap<>();

  private record Pair(UserId watcher, UserId watched) {}

  /** Whether the bus was away since the last tick. Any thread. */
  private final AtomicBoolean interrupted = new AtomicBoolean();

  /** Whether users are being read again. Presence thread. */
  private boolean reading;

  /**
   * @param thread one thread, which also calls {@link #tick}
   * @param watchesMax of all sessions of this node together
   * @param leases as of now
   */
  public Watching(Executor thread, PresenceRoom.Ground ground, int watchesMax, Leases leases) {
    this.thread = thread;
    this.sessions = ground.sessions();
    this.store = ground.store();
    this.encoder = ground.encoder();
    Subscriptions subscriptions = ground.subscriptions();
    this.board =
        new WatchBoard(
            user -> subscriptions.hold(new Topic.OfPresence(user)),
            user -> subscriptions.release(new Topic.OfPresence(user)),
            watchesMax,
            leases);
  }

  /** A session as the board sees it. */
  private final class SessionWatcher implements Watcher {
    private final Session session;

    SessionWatcher(Session session) {
      this.session = session;
    }

    @Override
    public UserId user() {
      return session.user();
    }

    @Override
    public void push(List<Presence> news, Runnable notTaken) {
      byte[] frame = encoder.news(news);
      session
          .connection()
          .loop()
          .execute(
              () -> {
                if (!session.offer(frame)) {
                  thread.execute(notTaken);
                }
              });
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof SessionWatcher watcher && watcher.session == session;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(session);
    }
  }

  /** Watches users; gives what the session's user may know of each. */
  CompletionStage<List<Presence>> watch(
      Session session, List<UserId> users, Optional<ConversationId> group) {
    Watcher watcher = new SessionWatcher(session);
    CompletionStage<List<Presence>> found =
        CompletableFuture.supplyAsync(() -> begin(session, watcher, users), thread)
            .thenCompose(subscribed -> subscribed)
            .thenCompose(subscribed -> store.read(session.user(), users, group))
            .thenApplyAsync(read -> found(watcher, read), thread);
    return found.whenCompleteAsync(
        (done, failure) -> {
          if (failure != null) {
            board.giveUp(watcher, users);
          }
        },
        thread);
  }

  private CompletionStage<Void> begin(Session session, Watcher watcher, List<UserId> users) {
    // One that has just ended would never leave.
    if (!sessions.of(session.user()).contains(session)) {
      throw new RefusedException(Reason.UNAVAILABLE, "the session has ended");
    }
    return board.add(watcher, users);
  }

  private List<Presence> found(Watcher watcher, List<Found> read) {
    read.forEach(each -> sweep(each.state()));
    return board.found(watcher, read, nowMs());
  }

  void unwatch(Session session, List<UserId> users) {
    thread.execute(() -> board.remove(new SessionWatcher(session), users));
  }

  /** Looks once; gives what {@code asker} may know of each. */
  CompletionStage<List<Presence>> look(
      UserId asker, List<UserId> users, Optional<ConversationId> group) {
    return store
        .read(asker, users, group)
        .thenApplyAsync(
            read -> {
              read.forEach(each -> sweep(each.state()));
              return read.stream().map(each -> seenBy(asker, each)).toList();
            },
            thread);
  }

  private Presence seenBy(UserId asker, Found found) {
    WatchedUser user =
        new WatchedUser(found.state().user(), CompletableFuture.completedStage(null));
    user.learn(found.state(), board.leases(), nowMs());
    return found.barred()
        ? Presence.unknown(found.state().user())
        : user.shownTo(asker, found.contact());
  }

  /** The session ended. */
  void leave(Session session) {
    thread.execute(() -> board.leave(new SessionWatcher(session)));
  }

  /** A watched user's presence changed. */
  void heard(UserState state) {
    heard.merge(
        state.user(), state, (one, other) -> one.version() >= other.version() ? one : other);
  }

  /** A direct conversation has its first message: its users are contacts of one another now. */
  void begun(ConversationId conversation) {
    if (begun.size() < BEGUN_MAX) {
      begun.add(conversation);
    }
  }

  /** A watched user has blocked somebody, or no longer does. */
  void privacy(PrivacyChange change) {
    if (change.kind() != PrivacyChange.Kind.WRITERS && barred.size() < BEGUN_MAX) {
      UserId watcher = new UserId(change.value());
      barred.put(
          new Pair(watcher, change.by().user()), change.kind() == PrivacyChange.Kind.BLOCKED);
    }
  }

  /** Changes may have been missed. */
  void interrupted() {
    interrupted.set(true);
  }

  /** On the presence thread. */
  void learn(Leases leases) {
    board.learn(leases, nowMs());
  }

  /** On the presence thread, some times a second. */
  void tick() {
    long now = nowMs();
    for (UserId user : List.copyOf(heard.keySet())) {
      UserState state = heard.remove(user);
      if (state != null) {
        board.learn(state, now);
      }
    }
    for (ConversationId conversation : List.copyOf(begun)) {
      begun.remove(conversation);
      meet(conversation);
    }
    List.copyOf(barred.keySet()).forEach(this::bar);
    if (interrupted.getAndSet(false)) {
      board.doubtAll();
    }
    readAgain();
    board.tick(now);
  }

  private void bar(Pair pair) {
    boolean now = Boolean.TRUE.equals(barred.remove(pair));
    for (Session session : sessions.of(pair.watcher())) {
      board.bar(new SessionWatcher(session), pair.watched(), now);
    }
  }

  private void meet(ConversationId conversation) {
    for (UserId one : conversation.peers()) {
      for (UserId other : conversation.peers()) {
        sessions.of(one).forEach(session -> board.met(new SessionWatcher(session), other));
      }
    }
  }

  private void readAgain() {
    List<UserId> users = reading ? List.of() : board.takeUnsure(READ_A_TICK);
    if (users.isEmpty()) {
      return;
    }
    reading = true;
    store
        .read(null, users, Optional.empty())
        .whenCompleteAsync((read, failure) -> readAgain(users, read), thread);
  }

  private void readAgain(List<UserId> users, @Nullable List<Found> read) {
    reading = false;
    if (read == null) {
      board.doubt(users);
    } else {
      read.forEach(each -> board.learn(each.state(), nowMs()));
    }
  }

  /** Forgets what nodes that died have left; it does not matter whether this works. */
  private void sweep(UserState state) {
    Leases leases = board.leases();
    List<OnlineSession> stale =
        state.sessions().stream().filter(each -> !leases.isGood(each.lease())).toList();
    if (!stale.isEmpty()) {
      List<Long> ended = new ArrayList<>();
      stale.forEach(each -> ended.add(leases.endedMs(each.lease(), each.sinceMs())));
      var unused = store.sweep(state.user(), stale, ended);
    }
  }

  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
