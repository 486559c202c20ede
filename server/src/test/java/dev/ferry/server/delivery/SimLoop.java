package dev.ferry.server.delivery;

import dev.ferry.server.session.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** A loop whose tasks run when the test says so; what is delayed runs when nothing else is left. */
final class SimLoop implements Loop {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Queue<Runnable> delayed = new ArrayDeque<>();
  private boolean current;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public boolean isCurrent() {
    return current;
  }

  @Override
  public void later(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void after(Duration delay, Runnable task) {
    delayed.add(task);
  }

  /** Runs the next task; false when there is none. */
  boolean runNext() {
    Runnable task = tasks.poll();
    if (task == null) {
      return false;
    }
    current = true;
    task.run();
    current = false;
    return true;
  }

  /** Time passes. */
  void wake() {
    tasks.addAll(delayed);
    delayed.clear();
  }

  boolean isIdle() {
    return tasks.isEmpty() && delayed.isEmpty();
  }
}
