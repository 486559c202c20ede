package dev.ferry.loadtest.fault.plan;

import java.time.Duration;

/**
 * Hears what the schedule does, on its thread. The times are since the start of the run, and what
 * really was, not what was planned. None of these may throw.
 */
public interface FaultListener {
  /** Is about to happen. */
  void begun(Fault fault, Duration at);

  /** Is over; not told of what is over at once. */
  void ended(Fault fault, Duration at);

  /** Did not begin, or did not end as it should. */
  void failed(Fault fault, Duration at, Exception cause);
}
