package dev.ferry.server.presence;

import dev.ferry.server.model.OnlineSession;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.UserState;
import dev.ferry.server.model.Visibility;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A user whom somebody on this node watches: what Redis has of it, and what of that is shown. Who
 * goes is shown as gone only after it has been away for a while, so that a connection that breaks
 * and comes back is not news. Belongs to the presence thread; times are of any one clock in
 * milliseconds.
 */
final class WatchedUser {
  /** How long a kind of device is away before it is shown as gone. */
  static final long DEBOUNCE_MS = 5000;

  final UserId id;
  final Set<Watch> watches = new LinkedHashSet<>(2);

  /** Replaced when it has failed. */
  CompletionStage<Void> subscribed;

  /** Whether the board looks at it again when somebody is gone for good. */
  boolean settling;

  private UserState state;
  private boolean known;

  /** Kinds of devices that are away for a moment, and since when. */
  private final Map<Platform, Long> leaving = new EnumMap<>(Platform.class);

  /** As the user itself sees it, and who may see it. */
  private Presence shown;

  /** As others see it while it is invisible. */
  private Presence hidden;

  WatchedUser(UserId id, CompletionStage<Void> subscribed) {
    this.id = id;
    this.subscribed = subscribed;
    this.state = UserState.none(id);
    this.shown = Presence.unknown(id);
    this.hidden = shown;
  }

  /** Takes what Redis has, unless something newer is known. Says whether anything shows of it. */
  boolean learn(UserState fresh, Leases leases, long nowMs) {
    if (known && fresh.version() <= state.version()) {
      return false;
    }
    boolean settingsChanged = !fresh.settings().equals(state.settings());
    known = true;
    state = fresh;
    return review(leases, nowMs) || settingsChanged;
  }

  /** Looks again after leases or the time have changed. Says whether anything shows of it. */
  boolean review(Leases leases, long nowMs) {
    Set<Platform> here = EnumSet.noneOf(Platform.class);
    Map<Platform, Long> endedMs = new EnumMap<>(Platform.class);
    long seenMs = state.seenMs();
    for (OnlineSession session : state.sessions()) {
      if (leases.isGood(session.lease())) {
        here.add(session.platform());
      } else {
        long ended = leases.endedMs(session.lease(), leases.nowMs());
        endedMs.merge(session.platform(), ended, Math::max);
        seenMs = Math.max(seenMs, leases.endedMs(session.lease(), session.sinceMs()));
      }
    }
    for (Platform gone : shown.online()) {
      long ended = endedMs.getOrDefault(gone, leases.nowMs());
      leaving.putIfAbsent(gone, nowMs - (leases.nowMs() - ended));
    }
    leaving.keySet().removeAll(here);
    leaving.values().removeIf(since -> nowMs - since >= DEBOUNCE_MS);
    here.addAll(leaving.keySet());
    return show(here, seenMs);
  }

  private boolean show(Set<Platform> online, long seenMs) {
    String status = state.settings().status();
    Presence before = shown;
    Presence hiddenBefore = hidden;
    shown = new Presence(id, online, online.isEmpty() ? seenMs : 0, status);
    // When it became invisible, and nothing of what it does since.
    hidden = new Presence(id, Set.of(), state.seenMs(), status);
    return !shown.equals(before) || !hidden.equals(hiddenBefore);
  }

  /** When somebody who is away will be gone; {@link Long#MAX_VALUE} when nobody is. */
  long settlesAtMs() {
    return leaving.values().stream()
        .mapToLong(since -> since + DEBOUNCE_MS)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** What a watcher may know. */
  Presence shownTo(UserId watcher, boolean contact) {
    if (watcher.equals(id)) {
      return shown;
    }
    Visibility to = state.settings().visibleTo();
    if (to == Visibility.NOBODY || (to == Visibility.CONTACTS && !contact)) {
      return Presence.unknown(id);
    }
    return state.settings().invisible() ? hidden : shown;
  }
}
