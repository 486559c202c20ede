package dev.ferry.loadtest.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** What one watcher was told of those whom it watches. Thread-safe. */
public final class PresenceView {
  private final Device device;
  private final PresenceBook book;

  /** Guarded by this. */
  private final Map<String, Watch> watches = new HashMap<>();

  private static final class Watch {
    /** How often the user had been away when it was begun to be watched. */
    final long absencesBefore;

    boolean heard;
    boolean online;
    long gone;
    long back;

    Watch(long absencesBefore) {
      this.absencesBefore = absencesBefore;
    }
  }

  PresenceView(Device device, PresenceBook book) {
    this.device = device;
    this.book = book;
  }

  Device device() {
    return device;
  }

  /** It begins to watch them. */
  public synchronized void watch(Collection<String> users) {
    users.forEach(user -> watches.put(user, new Watch(book.user(user).absences())));
  }

  /** It was told of a user. Whether that is online now, and was not before, or the other way. */
  public synchronized boolean told(String user, boolean online) {
    Watch watch = watches.get(user);
    if (watch == null) {
      return false;
    }
    boolean changed = watch.heard && watch.online != online;
    if (changed && online) {
      watch.back++;
    } else if (changed) {
      watch.gone++;
    }
    watch.heard = true;
    watch.online = online;
    return changed;
  }

  /** Whether it was told of everybody. */
  public synchronized boolean isComplete() {
    return watches.values().stream().allMatch(watch -> watch.heard);
  }

  /** Tells what is wrong; returns how many were compared. */
  synchronized long compare(BiConsumer<Breach, String> wrong) {
    watches.forEach(
        (user, watch) -> {
          PresenceBook.Presence real = book.user(user);
          if (watch.online != real.isOnline()) {
            String has = watch.online ? "online" : "offline";
            wrong.accept(Breach.PRESENCE_WRONG, "has " + user + " as " + has + ", which is not so");
          }
          long away = real.absences() - watch.absencesBefore;
          if (watch.gone > away || watch.back > away + 1) {
            String text =
                "was told %d times that %s went and %d times that it came (away for long: %d times)"
                    .formatted(watch.gone, user, watch.back, away);
            wrong.accept(Breach.PRESENCE_FLICKERS, text);
          }
        });
    return watches.size();
  }
}
