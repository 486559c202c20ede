package dev.ferry.loadtest.run;

import dev.ferry.loadtest.figure.ProcessUsage;
import dev.ferry.loadtest.fleet.Deployment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What every process of a run has used, also those that are gone: what was last seen of them. Any
 * thread.
 */
final class Spending {
  private final Supplier<List<Deployment.Part>> parts;

  /** Guarded by this. */
  private final Map<Deployment.Part, ProcessUsage> seen = new LinkedHashMap<>();

  Spending(Supplier<List<Deployment.Part>> parts) {
    this.parts = parts;
  }

  /** Looks again, and returns what those that live now have used. */
  synchronized Map<Deployment.Part, ProcessUsage> living() {
    Map<Deployment.Part, ProcessUsage> living = look();
    living.keySet().retainAll(parts.get());
    return living;
  }

  /** Looks again, and returns all that was ever seen. */
  synchronized Map<Deployment.Part, ProcessUsage> look() {
    for (Deployment.Part part : parts.get()) {
      ProcessUsage now = ProcessUsage.of(part.pid());
      if (now != ProcessUsage.NONE) {
        seen.put(part, now);
      }
    }
    return new LinkedHashMap<>(seen);
  }

  /** Processor time between two looks, of all processes of that role. */
  static long cpuMicros(
      Deployment.Role role,
      Map<Deployment.Part, ProcessUsage> from,
      Map<Deployment.Part, ProcessUsage> to) {
    return to.entrySet().stream()
        .filter(entry -> entry.getKey().role() == role)
        .mapToLong(
            entry ->
                entry.getValue().cpuMicros()
                    - from.getOrDefault(entry.getKey(), ProcessUsage.NONE).cpuMicros())
        .sum();
  }
}
