package dev.ferry.loadtest.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * All workloads of a run, from their preparation to their end. One thread uses it; once it has
 * begun, another one may wait.
 */
public final class Cast {
  private final List<Workload> workloads;
  private final List<Thread> running = new ArrayList<>();

  /**
   * @throws ScenarioException when a workload's settings cannot be
   */
  public Cast(Scenario scenario) {
    this.workloads = Workloads.of(scenario);
  }

  /**
   * Does nothing else than to complain.
   *
   * @throws ScenarioException as the constructor does
   */
  public static void check(Scenario scenario) {
    Workloads.of(scenario);
  }

  /** Brings online who must be, and makes the groups. */
  public void prepare(Stage stage) throws InterruptedException {
    for (Workload workload : workloads) {
      workload.prepare(stage);
    }
  }

  public void begin(Stage stage) {
    for (Workload workload : workloads) {
      Thread thread = new Thread(() -> run(workload, stage), "ferry-load-" + running.size());
      running.add(thread);
      thread.start();
    }
  }

  private static void run(Workload workload, Stage stage) {
    try {
      workload.run(stage);
    } catch (InterruptedException e) {
      // That is how it ends.
    } catch (RuntimeException e) {
      stage.failed("the load stopped: " + e);
    }
  }

  /** Waits so long, or until all workloads are done; returns whether they are. */
  public boolean awaitDone(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    for (Thread thread : running) {
      long left = deadline - System.nanoTime();
      if (left > 0) {
        TimeUnit.NANOSECONDS.timedJoin(thread, left);
      }
    }
    return running.stream().noneMatch(Thread::isAlive);
  }

  /** Nothing new begins after this. */
  public void end() throws InterruptedException {
    running.forEach(Thread::interrupt);
    for (Thread thread : running) {
      thread.join();
    }
  }
}
