package dev.ferry.client.core;

import dev.ferry.client.presence.Presences;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.WatchPresence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom the app watches: the server forgets it with each connection, so it is asked again on the
 * next. Tells only what differs from what was told before.
 */
final class Watches {
  /** Users in one request. */
  static final int USERS_A_REQUEST = 200;

  private static final long RETRY_BASE_MS = 500;

  private final Effects effects;
  private final Calls calls;
  private final Backoff backoff;
  private final Map<String, Watch> wanted = new LinkedHashMap<>();

  /** Watched on this connection and no longer wanted. */
  private final Set<String> unwanted = new LinkedHashSet<>();

  private boolean asking;
  private long notBeforeMs;
  private int failures;

  /** One user who is watched. */
  private static final class Watch {
    final String group;

    /** Whether the server was asked on this connection. */
    boolean asked;

    @Nullable UserPresence told;

    Watch(String group) {
      this.group = group;
    }
  }

  Watches(Effects effects, Calls calls, Random random) {
    this.effects = effects;
    this.calls = calls;
    this.backoff = new Backoff(random, RETRY_BASE_MS);
  }

  /** Gives how many are watched then; nothing is done, when these would be too many. */
  OptionalInt watch(String group, Collection<String> users) {
    Set<String> all = new LinkedHashSet<>(wanted.keySet());
    all.addAll(users);
    if (all.size() > Presences.WATCHED_MAX) {
      return OptionalInt.empty();
    }
    for (String user : users) {
      Watch before = wanted.get(user);
      if (before == null || !before.group.equals(group)) {
        Watch watch = new Watch(group);
        watch.told = before == null ? null : before.told;
        wanted.put(user, watch);
        unwanted.remove(user);
      }
    }
    return OptionalInt.of(wanted.size());
  }

  void unwatch(Collection<String> users) {
    for (String user : users) {
      Watch watch = wanted.remove(user);
      if (watch != null && watch.asked) {
        unwanted.add(user);
      }
    }
  }

  /** A connection begins, on which the server knows nothing of this yet. */
  void begin(long nowMs) {
    for (Watch watch : wanted.values()) {
      watch.asked = false;
    }
    unwanted.clear();
    asking = false;
    notBeforeMs = nowMs;
  }

  void pump(long nowMs) {
    while (nextMs() <= nowMs) {
      ask(nowMs);
    }
  }

  /** When {@link #pump} has something to do, in milliseconds. */
  long nextMs() {
    boolean due = !asking && calls.room() && (!unwanted.isEmpty() || firstUnasked() != null);
    return due ? notBeforeMs : Long.MAX_VALUE;
  }

  private @Nullable Watch firstUnasked() {
    for (Watch watch : wanted.values()) {
      if (!watch.asked) {
        return watch;
      }
    }
    return null;
  }

  /** The next users of one group, and some who are no longer wanted. */
  private void ask(long nowMs) {
    Watch first = firstUnasked();
    String group = first == null ? "" : first.group;
    List<String> users = new ArrayList<>();
    for (Map.Entry<String, Watch> each : wanted.entrySet()) {
      Watch watch = each.getValue();
      if (!watch.asked && watch.group.equals(group) && users.size() < USERS_A_REQUEST) {
        watch.asked = true;
        users.add(each.getKey());
      }
    }
    List<String> gone = new ArrayList<>();
    for (String user : unwanted) {
      if (gone.size() < USERS_A_REQUEST) {
        gone.add(user);
      }
    }
    unwanted.removeAll(gone);
    asking = true;
    WatchPresence.Builder request =
        WatchPresence.newBuilder().addAllAdd(users).addAllRemove(gone).setGroup(group);
    calls.call(ClientFrame.newBuilder().setWatchPresence(request), new Asked(users, gone), nowMs);
  }

  /** News from the server, in an answer or unasked. */
  void news(List<UserPresence> news) {
    List<UserPresence> changed = new ArrayList<>();
    for (UserPresence each : news) {
      Watch watch = wanted.get(each.user());
      if (watch != null && !Objects.equals(each, watch.told)) {
        watch.told = each;
        changed.add(each);
      }
    }
    if (!changed.isEmpty()) {
      effects.presence(changed);
    }
  }

  private final class Asked implements Calls.Caller {
    private final List<String> users;
    private final List<String> gone;

    Asked(List<String> users, List<String> gone) {
      this.users = users;
      this.gone = gone;
    }

    @Override
    public void answered(ServerFrame answer, long nowMs) throws MalformedFrameException {
      asking = false;
      failures = 0;
      if (answer.getBodyCase() != ServerFrame.BodyCase.PRESENCES) {
        throw new MalformedFrameException("answer to a watch: " + answer.getBodyCase());
      }
      news(PresenceWire.presences(answer.getPresences()));
    }

    @Override
    public void refused(Error error, long nowMs) {
      asking = false;
      if (error.getDuty() == Duty.FIX) {
        // A group of which the user is not a member any more, say.
        List<UserPresence> unknown = new ArrayList<>();
        for (String user : users) {
          unknown.add(PresenceWire.unknown(user));
        }
        news(unknown);
        return;
      }
      for (String user : users) {
        Watch watch = wanted.get(user);
        if (watch != null) {
          watch.asked = false;
        }
      }
      for (String user : gone) {
        if (!wanted.containsKey(user)) {
          unwanted.add(user);
        }
      }
      notBeforeMs = nowMs + Wire.retryAfterMs(error) + backoff.delayMs(failures++);
    }

    @Override
    public void lost(long nowMs) {}
  }
}
