package dev.ferry.loadtest.scenario;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The kinds of workload, by the name that a scenario file uses. */
final class Workloads {
  private static final Map<String, Function<Scenario.Settings, Workload>> KINDS =
      new TreeMap<>(
          Map.of(
              "direct", DirectWorkload::new,
              "group", GroupWorkload::new,
              "idle", IdleWorkload::new,
              "login-storm", LoginStormWorkload::first,
              "offline-drain", DrainWorkload::new,
              "presence", PresenceWorkload::new,
              "reconnect-storm", LoginStormWorkload::again));

  private Workloads() {}

  static List<Workload> of(Scenario scenario) {
    return scenario.workloads().stream().map(Workloads::of).toList();
  }

  private static Workload of(Scenario.Settings settings) {
    String kind = settings.text("kind");
    Function<Scenario.Settings, Workload> make = KINDS.get(kind);
    if (make == null) {
      throw new ScenarioException("kind: " + kind + " (expected: one of " + KINDS.keySet() + ")");
    }
    return make.apply(settings);
  }
}
