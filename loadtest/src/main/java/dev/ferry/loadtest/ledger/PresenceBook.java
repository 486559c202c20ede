package dev.ferry.loadtest.ledger;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/**
 * Who is really online, and what watchers were told. Watchers and those they watch are devices of
 * one process. Some numbers for each pair of them, however long the run. Thread-safe.
 */
public final class PresenceBook {
  /**
   * Who is away for less was never away, and nobody is told of it. The server waits for 5 s from
   * when it hears of an end until it hears of a begin; a second less is for news that take longer
   * than others.
   */
  static final long SETTLE_MS = 4_000;

  private final LongSupplier nowMs;
  private final Map<String, Presence> users = new ConcurrentHashMap<>();
  private final List<PresenceView> views = new CopyOnWriteArrayList<>();

  /** Whether faults may make users look gone who are not. */
  private volatile boolean lenient;

  PresenceBook(LongSupplier nowMs) {
    this.nowMs = nowMs;
  }

  /**
   * Users may be told of as gone and back without having been away: a fault makes nodes count as
   * dead. How they are at the end matters all the same.
   */
  public void mayFlicker() {
    lenient = true;
  }

  /** Somebody who comes and goes. */
  public Presence user(String user) {
    return users.computeIfAbsent(user, key -> new Presence());
  }

  /** What a device is told. */
  public PresenceView watcher(Device device) {
    PresenceView view = new PresenceView(device, this);
    views.add(view);
    return view;
  }

  /** Really. */
  public final class Presence {
    /** All: guarded by this. */
    private boolean online;

    private long wentAtMs;
    private long absences;

    private Presence() {}

    /** The user's session is there. */
    public synchronized void came() {
      if (!online && nowMs.getAsLong() - wentAtMs >= SETTLE_MS) {
        absences++;
      }
      online = true;
    }

    /** The user's session is over. */
    public synchronized void went() {
      online = false;
      wentAtMs = nowMs.getAsLong();
    }

    synchronized boolean isOnline() {
      return online;
    }

    /** How often the user was away for long enough to be told of, until now. */
    synchronized long absences() {
      boolean away = !online && nowMs.getAsLong() - wentAtMs >= SETTLE_MS;
      return absences + (away ? 1 : 0);
    }
  }

  /** Whether each watcher has each user as it is. */
  public boolean isSettled() {
    boolean[] settled = {true};
    views.forEach(
        view -> view.compare((breach, text) -> settled[0] &= breach != Breach.PRESENCE_WRONG));
    return settled[0];
  }

  Checks compare(Ledger ledger) {
    long compared = 0;
    for (PresenceView view : views) {
      compared +=
          view.compare(
              (breach, text) -> {
                if (breach == Breach.PRESENCE_WRONG || !lenient) {
                  Device by = view.device();
                  ledger
                      .breaches()
                      .add(
                          new Story(
                              breach, nowMs.getAsLong(), by.toString(), by.node(), "", 0, 0, text));
                }
              });
    }
    return new Checks(0, 0, 0, 0, compared, 0);
  }
}
