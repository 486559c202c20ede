package dev.ferry.server.presence;

import org.jspecify.annotations.Nullable;

/** One watcher of one user. Belongs to the presence thread. */
final class Watch {
  final WatchList list;
  final WatchedUser user;

  /** Whether what Redis has was read for it, so that it may be told. */
  boolean ready;

  /** Whether the watcher is a contact of the user, or a fellow member. */
  boolean contact;

  /** Whether the user blocks the watcher. */
  boolean barred;

  /** What the watcher was told last. */
  @Nullable Presence told;

  Watch(WatchList list, WatchedUser user) {
    this.list = list;
    this.user = user;
  }

  /** What the watcher may know at this moment. */
  Presence presence() {
    return barred ? Presence.unknown(user.id) : user.shownTo(list.watcher.user(), contact);
  }
}
