package dev.ferry.server.delivery;

import dev.ferry.server.session.Loop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which group delivers next on a loop: one after the other, each to a few sessions at a time, and
 * the loop looks at its sockets and does what else waits before the next turn of the same kind. So
 * a group of thousands that floods costs everybody else one short turn, not its whole delivery
 * (P8); and what arrives for it meanwhile goes out together in its next burst. There are two kinds
 * of turns: the first one of a burst comes at once; for the others {@link Pacing} is asked, since
 * bursts on all loops would leave no processor to anybody. Belongs to its loop.
 */
final class Turns {
  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

  /** About 10 ms of writes, some 30 ms in all; then another loop may go on with its burst. */
  private static final int TURNS_MAX = 256;

  private final Loop loop;
  private final LocalGroup.Members members;
  private final Consumer<LocalGroup> mend;
  private final Pacing pacing;

  /** Those whose burst has yet to begin. */
  private final Queue<LocalGroup> ready = new ArrayDeque<>();

  /** Those whose burst has had its first turn, and is not over. */
  private final Queue<LocalGroup> begun = new ArrayDeque<>();

  /** Whether a turn of one that is ready is to come; always while there is one. */
  private boolean beginning;

  /** Whether a turn of one that has begun is to come, or waited for. */
  private boolean goingOn;

  private int turnsLeft;

  Turns(Loop loop, LocalGroup.Members members, Consumer<LocalGroup> mend, Pacing pacing) {
    this.loop = loop;
    this.members = members;
    this.mend = mend;
    this.pacing = pacing;
  }

  /** The group may have something to deliver. */
  void list(LocalGroup group) {
    if (group.listed) {
      return;
    }
    group.listed = true;
    ready.add(group);
    if (!beginning) {
      beginning = true;
      // Not now: what else the bus brought in this turn of the loop joins the first burst.
      loop.execute(this::begin);
    }
  }

  /** An entry is missing. Nothing is delivered until the members have been asked for. */
  void mend(LocalGroup group) {
    if (!group.unsure) {
      group.unsure = true;
      mend.accept(group);
    }
  }

  private void begin() {
    try {
      turn(ready);
    } finally {
      beginning = !ready.isEmpty();
      if (beginning) {
        loop.later(this::begin);
      }
      if (!goingOn) {
        askToGoOn();
      }
    }
  }

  private void askToGoOn() {
    goingOn = !begun.isEmpty();
    turnsLeft = TURNS_MAX;
    if (goingOn && pacing.acquire(() -> loop.execute(this::goOn))) {
      loop.later(this::goOn);
    }
  }

  private void goOn() {
    try {
      turn(begun);
    } finally {
      turnsLeft--;
      if (turnsLeft > 0 && !begun.isEmpty()) {
        loop.later(this::goOn);
      } else {
        pacing.release();
        askToGoOn();
      }
    }
  }

  private void turn(Queue<LocalGroup> from) {
    LocalGroup group = from.poll();
    if (group == null) {
      return;
    }
    group.listed = false;
    try {
      switch (group.step(pacing.sessionsATurn(), members)) {
        case UNDER_WAY -> {
          group.listed = true;
          begun.add(group);
        }
        case MORE -> list(group);
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
