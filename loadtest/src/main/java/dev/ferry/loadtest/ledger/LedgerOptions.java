package dev.ferry.loadtest.ledger;

/**
 * What a ledger must know of its run.
 *
 * @param worker which part of the run, 0 to 126
 * @param salt a random number, the same in all parts of a run
 * @param mayRollBack whether logs may lose their newest entries: Redis does not sync, or a fault
 *     takes away what it had synced. Entries lost in that way are counted apart when every device
 *     was told of a reset; else they are lost.
 */
public record LedgerOptions(int worker, long salt, boolean mayRollBack) {
  private static final int WORKERS_MAX = 127;

  public LedgerOptions {
    if (worker < 0 || worker >= WORKERS_MAX) {
      throw new IllegalArgumentException("worker: " + worker + " (expected: 0 to 126)");
    }
  }
}
