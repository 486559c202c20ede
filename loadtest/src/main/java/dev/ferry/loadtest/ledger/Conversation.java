package dev.ferry.loadtest.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A conversation of the run: its logs, one an epoch, and who follows them. Thread-safe. */
public final class Conversation {
  /** Epochs that are told apart; more are a run that makes no sense. */
  static final int EPOCHS_MAX = 1_000;

  private final String id;
  private final long hash;
  private final boolean historyForAll;
  private final Ledger ledger;
  private final Set<String> founders = ConcurrentHashMap.newKeySet();
  private final List<Seat> seats = new CopyOnWriteArrayList<>();
  private final Outcomes outcomes = new Outcomes(this);
  private final List<Witness> witnesses = new CopyOnWriteArrayList<>();

  /** By epoch, never changed in place; replaced under this object's lock. */
  private volatile List<Log> logs = List.of();

  Conversation(Ledger ledger, String id, boolean historyForAll) {
    this.ledger = ledger;
    this.id = id;
    this.historyForAll = historyForAll;
    long mixed = 0;
    for (int i = 0; i < id.length(); i++) {
      mixed = Origins.mix(mixed ^ id.charAt(i));
    }
    this.hash = mixed;
  }

  public String id() {
    return id;
  }

  /**
   * These users are members from the first entry on, without an entry that says so: both of a
   * direct conversation, or all of a group that is older than the run.
   */
  public void members(List<String> users) {
    founders.addAll(users);
  }

  /** Whether anything is known to be in its log. */
  public boolean hasEntries() {
    return newest() != null;
  }

  /** A device that comes after the load, and what it is told of cursors. */
  public CursorView witness(Device device) {
    CursorView view = new CursorView();
    witnesses.add(new Witness(device, view));
    return view;
  }

  Outcomes outcomes() {
    return outcomes;
  }

  List<Witness> witnesses() {
    return witnesses;
  }

  Ledger ledger() {
    return ledger;
  }

  long hash() {
    return hash;
  }

  /** Whether members may see what is older than their membership. */
  boolean historyForAll() {
    return historyForAll;
  }

  Set<String> founders() {
    return founders;
  }

  List<Seat> seats() {
    return seats;
  }

  /** All logs by epoch. */
  List<Log> logs() {
    return logs;
  }

  @Nullable Log newest() {
    List<Log> now = logs;
    return now.isEmpty() ? null : now.get(now.size() - 1);
  }

  /** The log of an epoch, a new one if need be. */
  Log log(long epoch) {
    for (Log log : logs) {
      if (log.epoch() == epoch) {
        return log;
      }
    }
    return begin(epoch);
  }

  private synchronized Log begin(long epoch) {
    List<Log> now = logs;
    int at = now.size();
    while (at > 0 && now.get(at - 1).epoch() >= epoch) {
      at--;
    }
    if (at < now.size() && now.get(at).epoch() == epoch) {
      return now.get(at);
    }
    if (now.size() == EPOCHS_MAX) {
      throw new IllegalStateException("epochs of " + id + ": more than " + EPOCHS_MAX);
    }
    Log fresh = new Log(this, epoch, now.isEmpty());
    List<Log> next = new ArrayList<>(now);
    next.add(at, fresh);
    logs = List.copyOf(next);
    return fresh;
  }

  /** The log whose place this one took, or null. */
  @Nullable Log before(Log log) {
    Log before = null;
    for (Log each : logs) {
      if (each == log) {
        return before;
      }
      before = each;
    }
    return before;
  }
}
