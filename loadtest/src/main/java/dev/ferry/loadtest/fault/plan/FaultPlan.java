package dev.ferry.loadtest.fault.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What goes wrong in a run.
 *
 * @param faults at most {@link #FAULTS_MAX}; kept in the order of their begin
 */
public record FaultPlan(List<Fault> faults) {
  public static final int FAULTS_MAX = 1_000;
  public static final FaultPlan NONE = new FaultPlan(List.of());

  public FaultPlan {
    if (faults.size() > FAULTS_MAX) {
      throw new IllegalArgumentException(
          "faults: " + faults.size() + " (expected: at most " + FAULTS_MAX + ")");
    }
    faults = faults.stream().sorted(Comparator.comparing(Fault::at)).toList();
  }

  /**
   * Reads the values of {@code --fault}: {@code kill-node:2@5s,kill-redis@12s+3s}; or {@code
   * random:SEED[:COUNT]}, which draws a plan for the run from a seed. All of them together are the
   * plan.
   *
   * @throws InvalidFaultException for the first that cannot be meant in this setting
   */
  public static FaultPlan parse(List<String> values, FaultSetting setting) {
    List<Fault> faults = new ArrayList<>();
    for (String value : values) {
      faults.addAll(new FaultParser(value, setting).parse());
    }
    return new FaultPlan(faults);
  }

  /** The canonical text, which {@link #parse} turns into the same plan; "" without faults. */
  public String text() {
    return faults.stream().map(Fault::text).collect(Collectors.joining(","));
  }

  @Override
  public String toString() {
    return text();
  }
}
