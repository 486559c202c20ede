package dev.ferry.server.presence;

import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whom one session watches, and what it is yet to be told. Belongs to the presence thread. */
final class WatchList {
  final Watcher watcher;
  final Map<UserId, Watch> watches = new HashMap<>();

  /** Those whose watcher may know less than there is; of each only its newest state is told. */
  final Set<Watch> due = new LinkedHashSet<>(0);

  /** Whether the session ended. */
  boolean left;

  /** Ticks for which nothing is pushed, because the client does not read. */
  int pause;

  WatchList(Watcher watcher) {
    this.watcher = watcher;
  }

  boolean isReady(UserId user) {
    Watch watch = watches.get(user);
    return watch != null && watch.ready;
  }

  /** Takes up to {@code most} of what is due, and leaves out what the watcher knows already. */
  List<Watch> take(int most) {
    List<Watch> taken = new ArrayList<>();
    Iterator<Watch> each = due.iterator();
    while (each.hasNext() && taken.size() < most) {
      Watch watch = each.next();
      each.remove();
      Presence now = watch.presence();
      if (!now.equals(watch.told)) {
        watch.told = now;
        taken.add(watch);
      }
    }
    return taken;
  }
}
