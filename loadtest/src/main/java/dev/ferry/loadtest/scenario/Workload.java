package dev.ferry.loadtest.scenario;

/**
 * One kind of load. A run prepares all of its workloads, one after the other, then runs them all.
 */
interface Workload {
  /** Brings online who must be, and makes the groups. */
  void prepare(Stage stage) throws InterruptedException;

  /**
   * Loads until it is interrupted or has nothing more to do. On a thread of its own, which is
   * interrupted when the time is over.
   */
  void run(Stage stage) throws InterruptedException;
}
