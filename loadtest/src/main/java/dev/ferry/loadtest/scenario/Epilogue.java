package dev.ferry.loadtest.scenario;

import dev.ferry.loadtest.ledger.Device;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What happens when all messages have arrived, before a run is judged: devices come to know of
 * cursors what they must, then some people look with another device, which knows nothing yet. One
 * thread asks again and again whether it is over.
 */
final class Epilogue {
  /** People who look with another device. */
  static final int VISITORS_MAX = 64;

  /**
   * News of cursors are hints: where faults took some, a comparison of heads makes up for them.
   * That long a device may be behind before its connection is broken, to make it compare.
   */
  private static final long BEHIND_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Stage stage;

  /** When it was first asked; 0 before. */
  private long beganAt;

  private boolean cut;
  private @Nullable List<Visitor> visitors;

  Epilogue(Stage stage) {
    this.stage = stage;
  }

  boolean isOver() {
    List<Visitor> here = visitors;
    if (here != null) {
      return here.stream().allMatch(Visitor::isDone) && stage.ledger().cursorsSettled(any -> {});
    }
    long now = System.nanoTime();
    beganAt = beganAt == 0 ? now : beganAt;
    Set<Device> behind = new HashSet<>();
    if (!stage.ledger().presences().isSettled()) {
      return false;
    }
    if (stage.ledger().cursorsSettled(behind::add)) {
      visitors = visit();
    } else if (stage.mayLoseHints() && !cut && now - beganAt > BEHIND_NANOS) {
      cut = true;
      stage.people().stream().filter(each -> behind.contains(each.device())).forEach(Person::cut);
    }
    return false;
  }

  private List<Visitor> visit() {
    List<Visitor> all = new ArrayList<>();
    List<Person> people = stage.people().stream().filter(Person::hasSomethingToSee).toList();
    int step = Math.max(1, (people.size() + VISITORS_MAX - 1) / VISITORS_MAX);
    for (int i = 0; i < people.size(); i += step) {
      all.add(stage.visitor(people.get(i)));
    }
    return all;
  }
}
