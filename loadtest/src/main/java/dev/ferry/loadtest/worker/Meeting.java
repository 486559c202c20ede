package dev.ferry.loadtest.worker;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Where workers wait for one another, again and again. Thread-safe. */
final class Meeting {
  private final int workers;
  private final LongSupplier memory;

  /** Under this object's lock. */
  private int here;

  /** For those who wait now. Under this object's lock. */
  private CompletableFuture<Map<String, Object>> all = new CompletableFuture<>();

  /**
   * @param memory measures what nodes use, in bytes; takes a moment
   */
  Meeting(int workers, LongSupplier memory) {
    this.workers = workers;
    this.memory = memory;
  }

  /**
   * One more is here; complete when all are.
   *
   * @param measure whether it wants to know the memory of the nodes; all want the same
   */
  synchronized CompletableFuture<Map<String, Object>> join(boolean measure) {
    CompletableFuture<Map<String, Object>> joined = all;
    if (++here == workers) {
      here = 0;
      all = new CompletableFuture<>();
      joined.completeAsync(() -> measure ? Map.of("memory", memory.getAsLong()) : Fields.NONE);
    }
    return joined;
  }
}
