package dev.ferry.loadtest.fault.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws faults from a seed: the same ones for the same seed and setting.
 *
 * <p>They begin in the first three quarters of the run, so that what they do is seen, and nothing
 * is hurt for good. Never drawn: what loses acknowledged messages rightly (a power loss), because a
 * drawn plan must leave the verdict clean.
 */
final class RandomFaults {
  private static final Set<FaultKind> NOT_DRAWN = EnumSet.of(FaultKind.POWER_LOSS);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final long LASTING_MIN_MS = 200;
  private static final long LASTING_MAX_MS = 5_000;

  private final SplittableRandom random;
  private final FaultSetting setting;
  private final List<FaultKind> kinds;

  RandomFaults(long seed, FaultSetting setting) {
    this.random = new SplittableRandom(seed);
    this.setting = setting;
    this.kinds =
        setting.possible().stream()
            .filter(kind -> !NOT_DRAWN.contains(kind))
            .filter(kind -> setting.nodes() > 0 || !kind.parameters().contains(Parameter.NODE))
            .sorted()
            .toList();
  }

  /** One for each five seconds of the run, at least one. */
  static int usualCount(FaultSetting setting) {
    long count = setting.run().toMillis() / EVERY.toMillis();
    return (int) Math.max(1, Math.min(FaultPlan.FAULTS_MAX, count));
  }

  List<Fault> draw(int count) {
    if (kinds.isEmpty()) {
      return List.of();
    }
    return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> draw()).toList());
  }

  private Fault draw() {
    FaultKind kind = kinds.get(random.nextInt(kinds.size()));
    FaultScope scope = FaultScope.DEFAULT;
    for (Parameter parameter : kind.parameters()) {
      scope = draw(parameter, scope);
    }
    long latest = Math.max(1, setting.run().toMillis() * 3 / 4);
    Duration at = Duration.ofMillis(random.nextLong(latest));
    return new Fault(kind, scope, at, lasting(kind));
  }

  private FaultScope draw(Parameter parameter, FaultScope scope) {
    return switch (parameter) {
      case NODE -> scope.withNode(1 + random.nextInt(setting.nodes()));
      case DELAY -> scope.withDelay(Duration.ofMillis(random.nextLong(5, 1_000)));
      case RATE -> scope.withBytesPerSecond(1_000 * random.nextLong(8, 1_000));
      case WAY -> scope.withWay(ways()[random.nextInt(ways().length)]);
      case SHARE -> scope.withPercent(random.nextInt(1, 101));
    };
  }

  private static FaultScope.Way[] ways() {
    return FaultScope.Way.values();
  }

  private Duration lasting(FaultKind kind) {
    if (kind.lasts() == FaultKind.Lasts.NOT) {
      return Duration.ZERO;
    }
    long max = Math.min(LASTING_MAX_MS, setting.run().toMillis() / 4);
    return Duration.ofMillis(random.nextLong(LASTING_MIN_MS, Math.max(LASTING_MIN_MS, max) + 1));
  }
}
