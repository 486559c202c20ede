package dev.ferry.server.delivery;

import dev.ferry.server.session.Loop;
import dev.ferry.server.session.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Gives a group's signals to its members here, a few sessions a turn (P8), and only while nothing
 * else of the group waits: then the seats are right as of the moment at which the signal was
 * published, or later, so nobody who was removed before gets it (P6). Belongs to its loop.
 */
final class Signals {
  private static final int WAITING_MAX = 16;

  private final Loop loop;
  private final Roster roster;
  private final Pacing pacing;
  private final Queue<Walk> walks = new ArrayDeque<>();

  /** A signal on its way through the sessions that had a seat when it came. */
  private record Walk(GroupSignal signal, LocalGroup group, List<Session> rest) {}

  Signals(Loop loop, Roster roster, Pacing pacing) {
    this.loop = loop;
    this.roster = roster;
    this.pacing = pacing;
  }

  /** A signal came from the bus. */
  void hear(GroupSignal heard) {
    LocalGroup group = roster.find(heard.signal().conversation());
    if (group == null || group.isBusy() || walks.size() >= WAITING_MAX) {
      return;
    }
    List<Session> seated = new ArrayList<>(group.seats.count());
    group.seats.forEach(seated::add);
    walks.add(new Walk(heard, group, seated));
    if (walks.size() == 1) {
      next();
    }
  }

  private void next() {
    Walk walk = walks.element();
    List<Session> rest = walk.rest();
    for (int given = 0; given < pacing.sessionsATurn() && !rest.isEmpty(); given++) {
      Session session = rest.remove(rest.size() - 1);
      if (roster.hasSeat(session, walk.group())) {
        session.offer(walk.signal().signal(), walk.signal().frame());
      }
    }
    if (rest.isEmpty()) {
      walks.remove();
    }
    if (!walks.isEmpty()) {
      loop.later(this::next);
    }
  }
}
