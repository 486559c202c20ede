package dev.ferry.loadtest.fault.plan;

/** What faults are done to. Called on the schedule's thread, one call at a time. */
public interface FaultTarget {
  /**
   * Makes it happen and returns when it has.
   *
   * @return what ends it, {@link Ending#NOTHING} for what is over at once
   * @throws Exception when it cannot be done; the run goes on without it
   */
  Ending begin(Fault fault) throws Exception;

  /** Ends one fault. */
  interface Ending {
    Ending NOTHING = () -> {};

    /**
     * Makes whole again what this fault hurt, and returns when it is.
     *
     * @throws Exception when that fails
     */
    void end() throws Exception;
  }
}
