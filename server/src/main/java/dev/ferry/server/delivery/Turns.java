package dev.ferry.server.delivery;

import dev.ferry.server.session.Loop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which group delivers next on a loop: one after the other, each to a few sessions at a time, and
 * between two turns the loop looks at its sockets and does what else waits. So a group of thousands
 * that floods costs everybody else one short turn, not its whole delivery (P8); and what arrives
 * for it meanwhile goes out together in its next burst. Belongs to its loop.
 */
final class Turns {
  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

  private final Loop loop;
  private final LocalGroup.Members members;
  private final Consumer<LocalGroup> mend;
  private final int sessionsATurn;
  private final Queue<LocalGroup> ready = new ArrayDeque<>();

  /** Whether a turn is to come. */
  private boolean going;

  /**
   * @param sessionsATurn how many sessions a group delivers to before it is another's turn
   */
  Turns(Loop loop, LocalGroup.Members members, Consumer<LocalGroup> mend, int sessionsATurn) {
    this.loop = loop;
    this.members = members;
    this.mend = mend;
    this.sessionsATurn = sessionsATurn;
  }

  /** The group may have something to deliver. */
  void list(LocalGroup group) {
    if (!group.listed) {
      group.listed = true;
      ready.add(group);
    }
    if (!going) {
      going = true;
      // Not now: what else the bus brought in this turn of the loop joins the first burst.
      loop.execute(this::next);
    }
  }

  /** An entry is missing. Nothing is delivered until the members have been asked for. */
  void mend(LocalGroup group) {
    if (!group.unsure) {
      group.unsure = true;
      mend.accept(group);
    }
  }

  private void next() {
    LocalGroup group = ready.poll();
    try {
      if (group != null) {
        group.listed = false;
        step(group);
      }
    } finally {
      if (ready.isEmpty()) {
        going = false;
      } else {
        loop.later(this::next);
      }
    }
  }

  private void step(LocalGroup group) {
    try {
      switch (group.step(sessionsATurn, members)) {
        case MORE -> {
          group.listed = true;
          ready.add(group);
        }
        case HOLE -> mend(group);
        case IDLE -> {}
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      // Without memory for a burst, say. Its members will be told to pull; the others' turns go on.
      LOG.atError().addKeyValue("group", group.id).setCause(e).log("a delivery failed");
      mend(group);
    }
  }
}
