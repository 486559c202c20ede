package dev.ferry.server.presence;

import dev.ferry.server.model.Lease;
import dev.ferry.server.model.OnlineSession;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.UserState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who on this node watches whom, and who is yet to be told what. Has no thread, clock or
 * connection: it belongs to the presence thread, and times are milliseconds of any one clock that
 * never goes back. A watcher is told the newest state of whoever has changed, at most {@value
 * #TOLD_A_TICK} of them a tick; what changes meanwhile is told once.
 */
final class WatchBoard {
  /** Users whom a session watches. */
  static final int WATCHED_MAX = 1000;

  static final int TOLD_A_TICK = 100;

  /** What one tick pushes to all sessions; others have their turn in the next ones. */
  private static final int TOLD_A_TICK_TO_ALL = 20_000;

  /** About a second. */
  private static final int PAUSE_TICKS = 4;

  private static final Duration FULL_RETRY = Duration.ofSeconds(30);

  private final Function<UserId, CompletionStage<Void>> subscribe;
  private final Consumer<UserId> unsubscribe;
  private final int watchesMax;
  private final Map<UserId, WatchedUser> users = new HashMap<>();
  private final Map<Watcher, WatchList> lists = new HashMap<>();

  /** Those with something due, the longest waiting first. */
  private final Set<WatchList> due = new LinkedHashSet<>();

  /** Users of whom something may have been missed. */
  private final Set<UserId> unsure = new LinkedHashSet<>();

  private final PriorityQueue<Settling> settling =
      new PriorityQueue<>(Comparator.comparingLong(Settling::atMs));
  private Leases leases;

  /** Leases that began after {@link #leases} were read; as many as nodes were started since. */
  private final Set<Lease> presumed = new HashSet<>();

  private int watches;

  private record Settling(long atMs, WatchedUser user) {}

  /**
   * @param subscribe has changes of a user heard, done when they are
   * @param unsubscribe the opposite, once for each call of that
   * @param watchesMax of all sessions together
   */
  WatchBoard(
      Function<UserId, CompletionStage<Void>> subscribe,
      Consumer<UserId> unsubscribe,
      int watchesMax,
      Leases leases) {
    this.subscribe = subscribe;
    this.unsubscribe = unsubscribe;
    this.watchesMax = watchesMax;
    this.leases = leases;
  }

  Leases leases() {
    return leases;
  }

  /**
   * Watches these users from here on. To be followed by {@link #found} with what was read once the
   * stage is done, or by {@link #remove}.
   *
   * @throws RefusedException when these are too many; none is watched then
   */
  CompletionStage<Void> add(Watcher watcher, Collection<UserId> wanted) {
    WatchList list = lists.getOrDefault(watcher, new WatchList(watcher));
    long fresh = wanted.stream().filter(user -> !list.watches.containsKey(user)).count();
    if (list.watches.size() + fresh > WATCHED_MAX) {
      throw new RefusedException(
          Reason.TOO_MANY,
          "watched users: " + (list.watches.size() + fresh) + " (expected: <= " + WATCHED_MAX + ")",
          String.valueOf(WATCHED_MAX));
    }
    if (watches + fresh > watchesMax) {
      throw new RefusedException(
          Reason.UNAVAILABLE, "this node watches as many users as it can", FULL_RETRY);
    }
    lists.putIfAbsent(watcher, list);
    List<CompletionStage<Void>> subscribed = new ArrayList<>();
    for (UserId user : wanted) {
      subscribed.add(watch(list, user).user.subscribed);
    }
    return CompletableFuture.allOf(
        subscribed.stream()
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new));
  }

  private Watch watch(WatchList list, UserId id) {
    WatchedUser user = users.computeIfAbsent(id, key -> new WatchedUser(key, subscribe.apply(key)));
    if (user.subscribed.toCompletableFuture().isCompletedExceptionally()) {
      user.subscribed = subscribe.apply(id);
      unsubscribe.accept(id);
    }
    return list.watches.computeIfAbsent(
        user.id,
        key -> {
          Watch watch = new Watch(list, user);
          user.watches.add(watch);
          watches++;
          return watch;
        });
  }

  /** What was read after {@link #add}; gives what the watcher may know of each. */
  List<Presence> found(Watcher watcher, List<PresenceStore.Found> found, long nowMs) {
    List<Presence> presences = new ArrayList<>(found.size());
    for (PresenceStore.Found each : found) {
      learn(each.state(), nowMs);
      WatchList list = lists.get(watcher);
      Watch watch = list == null ? null : list.watches.get(each.state().user());
      if (watch != null) {
        // What was heard meanwhile is newer than what was read.
        watch.barred = each.barred() || (!watch.ready && watch.barred);
        watch.ready = true;
        watch.contact = each.contact();
        watch.told = watch.presence();
        presences.add(watch.told);
      }
    }
    return presences;
  }

  void remove(Watcher watcher, Collection<UserId> unwanted) {
    WatchList list = lists.get(watcher);
    if (list == null) {
      return;
    }
    for (UserId user : unwanted) {
      drop(list.watches.remove(user));
    }
    if (list.watches.isEmpty()) {
      forget(list);
    }
  }

  /** What {@link #add} began did not come to its end; whom the session watched before stays. */
  void giveUp(Watcher watcher, Collection<UserId> wanted) {
    WatchList list = lists.get(watcher);
    if (list != null) {
      remove(watcher, wanted.stream().filter(user -> !list.isReady(user)).toList());
    }
  }

  /** The session ended. */
  void leave(Watcher watcher) {
    WatchList list = lists.get(watcher);
    if (list != null) {
      list.watches.values().forEach(this::drop);
      forget(list);
    }
  }

  private void forget(WatchList list) {
    list.left = true;
    due.remove(list);
    lists.remove(list.watcher);
  }

  private void drop(@Nullable Watch watch) {
    if (watch == null) {
      return;
    }
    watches--;
    watch.list.due.remove(watch);
    WatchedUser user = watch.user;
    user.watches.remove(watch);
    if (user.watches.isEmpty()) {
      users.remove(user.id);
      unsure.remove(user.id);
      unsubscribe.accept(user.id);
    }
  }

  /** What Redis has of a user now. */
  void learn(UserState state, long nowMs) {
    WatchedUser user = users.get(state.user());
    if (user != null) {
      state.sessions().stream().map(OnlineSession::lease).forEach(this::presume);
      tellIf(user.learn(state, leases, nowMs), user);
      settleLater(user);
    }
  }

  private void presume(Lease lease) {
    if (leases.isGood(lease) && !leases.refreshedMs().containsKey(lease)) {
      presumed.add(lease);
    }
  }

  /** The watcher and the user have a conversation now. */
  void met(Watcher watcher, UserId user) {
    WatchList list = lists.get(watcher);
    Watch watch = list == null ? null : list.watches.get(user);
    if (watch != null && !watch.contact) {
      watch.contact = true;
      tell(watch);
    }
  }

  /** The user blocks the watcher, or no longer does. */
  void bar(Watcher watcher, UserId user, boolean barred) {
    WatchList list = lists.get(watcher);
    Watch watch = list == null ? null : list.watches.get(user);
    if (watch != null && watch.barred != barred) {
      watch.barred = barred;
      tell(watch);
    }
  }

  /** What is known of the nodes now. */
  void learn(Leases fresh, long nowMs) {
    Leases before = leases;
    leases = fresh;
    boolean ended =
        before.refreshedMs().keySet().stream()
            .anyMatch(each -> before.isGood(each) && !fresh.isGood(each));
    boolean belied = presumed.stream().anyMatch(each -> !fresh.isGood(each));
    presumed.clear();
    if (ended || belied) {
      for (WatchedUser user : users.values()) {
        tellIf(user.review(fresh, nowMs), user);
        settleLater(user);
      }
    }
  }

  private void settleLater(WatchedUser user) {
    if (!user.settling && user.settlesAtMs() != Long.MAX_VALUE) {
      user.settling = true;
      settling.add(new Settling(user.settlesAtMs(), user));
    }
  }

  private void tellIf(boolean changed, WatchedUser user) {
    if (changed) {
      user.watches.forEach(this::tell);
    }
  }

  private void tell(Watch watch) {
    if (watch.ready) {
      watch.list.due.add(watch);
      due.add(watch.list);
    }
  }

  /** Something may have been missed of everybody. */
  void doubtAll() {
    unsure.addAll(users.keySet());
  }

  /** Something may have been missed of these. */
  void doubt(Collection<UserId> some) {
    some.stream().filter(users::containsKey).forEach(unsure::add);
  }

  /** Takes up to {@code most} of the users who are to be read again. */
  List<UserId> takeUnsure(int most) {
    List<UserId> taken = unsure.stream().limit(most).toList();
    taken.forEach(unsure::remove);
    return taken;
  }

  /** Pushes what is due, and looks at who was away for long enough. */
  void tick(long nowMs) {
    while (!settling.isEmpty() && settling.peek().atMs() <= nowMs) {
      WatchedUser user = settling.remove().user();
      user.settling = false;
      tellIf(user.review(leases, nowMs), user);
      settleLater(user);
    }
    int left = TOLD_A_TICK_TO_ALL;
    for (WatchList list : List.copyOf(due)) {
      if (left > 0) {
        left -= push(list);
      }
    }
  }

  private int push(WatchList list) {
    if (list.pause > 0) {
      list.pause--;
      return 0;
    }
    due.remove(list);
    List<Watch> taken = list.take(TOLD_A_TICK);
    if (!list.due.isEmpty()) {
      due.add(list);
    }
    if (!taken.isEmpty()) {
      List<Presence> news = taken.stream().map(watch -> watch.told).toList();
      list.watcher.push(news, () -> notTaken(list, taken));
    }
    return taken.size();
  }

  private void notTaken(WatchList list, List<Watch> taken) {
    if (list.left) {
      return;
    }
    list.pause = PAUSE_TICKS;
    for (Watch watch : taken) {
      if (list.watches.get(watch.user.id) == watch) {
        watch.told = null;
        tell(watch);
      }
    }
  }

  /** For tests: users who are watched. */
  int watchedCount() {
    return users.size();
  }
}
