package dev.ferry.client.core;

import org.junit.jupiter.api.Test;

/**
 * Four devices of three users, who come to and leave two groups, a failing network and a failing
 * server, from one seed each. {@code -Dferry.simulation.seeds=100000} runs more; {@code
 * -Dferry.simulation.first=S -Dferry.simulation.seeds=1} repeats one.
 */
class SimulationTest {

  @Test
  void everyEntryIsSeenOnceAndInOrderByWhoWasAMemberThen() {
    long first = Long.getLong("ferry.simulation.first", 1);
    long seeds = Long.getLong("ferry.simulation.seeds", 2_000);
    for (long seed = first; seed < first + seeds; seed++) {
      try {
        new SimWorld(seed).run();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
