package dev.ferry.loadtest.fault.plan;

import dev.ferry.loadtest.fault.FaultProxy;
import dev.ferry.loadtest.fault.Impairment;
import dev.ferry.loadtest.fault.Line;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The faults that proxies do to connections. Used on the schedule's thread only. */
public final class LinkFaults implements FaultTarget {
  /** Those between clients and nodes. */
  public static final Set<FaultKind> ON_CLIENTS =
      Set.of(
          FaultKind.CUT_CLIENTS,
          FaultKind.BLACKHOLE_CLIENTS,
          FaultKind.DELAY_CLIENTS,
          FaultKind.THROTTLE_CLIENTS,
          FaultKind.RESET_CLIENTS);

  /** Those between nodes and Redis. */
  public static final Set<FaultKind> ON_REDIS =
      Set.of(
          FaultKind.CUT_REDIS,
          FaultKind.BLACKHOLE_REDIS,
          FaultKind.DELAY_REDIS,
          FaultKind.THROTTLE_REDIS,
          FaultKind.RESET_REDIS,
          FaultKind.DROP_BUS);

  private final List<FaultProxy> toNodes;
  private final List<FaultProxy> toRedis;
  private final Random random;

  /**
   * @param toNodes that clients go through
   * @param toRedis that nodes go through, made by {@link FaultProxy#ofRedis}
   * @param seed decides which connections and messages a share of them is
   */
  public LinkFaults(List<FaultProxy> toNodes, List<FaultProxy> toRedis, long seed) {
    this.toNodes = List.copyOf(toNodes);
    this.toRedis = List.copyOf(toRedis);
    this.random = new Random(seed);
  }

  /** What can be done with these proxies. */
  public Set<FaultKind> possible() {
    Set<FaultKind> possible = EnumSet.noneOf(FaultKind.class);
    if (!toNodes.isEmpty()) {
      possible.addAll(ON_CLIENTS);
    }
    if (!toRedis.isEmpty()) {
      possible.addAll(ON_REDIS);
    }
    return possible;
  }

  @Override
  public Ending begin(Fault fault) {
    if (!possible().contains(fault.kind())) {
      throw new IllegalArgumentException(fault + " (expected: one of " + possible() + ")");
    }
    List<FaultProxy> proxies = ON_REDIS.contains(fault.kind()) ? toRedis : toNodes;
    FaultScope scope = fault.scope();
    return switch (fault.kind()) {
      case CUT_CLIENTS, CUT_REDIS -> impair(proxies, Impairment.cut(), scope);
      case BLACKHOLE_CLIENTS, BLACKHOLE_REDIS -> impair(proxies, oneWay(Line.HELD, scope), scope);
      case DELAY_CLIENTS, DELAY_REDIS ->
          impair(proxies, oneWay(Line.late(scope.delay()), scope), scope);
      case THROTTLE_CLIENTS, THROTTLE_REDIS ->
          impair(proxies, oneWay(Line.slow(scope.bytesPerSecond()), scope), scope);
      case RESET_CLIENTS, RESET_REDIS -> reset(proxies, scope);
      case DROP_BUS -> dropBus(scope);
      default -> throw new IllegalArgumentException(fault + " (expected: a fault of connections)");
    };
  }

  private static Impairment oneWay(Line line, FaultScope scope) {
    return switch (scope.way()) {
      case BOTH -> Impairment.of(line);
      case UP -> Impairment.up(line);
      case DOWN -> Impairment.down(line);
    };
  }

  private Ending impair(List<FaultProxy> proxies, Impairment impairment, FaultScope scope) {
    List<FaultProxy.Impaired> begun =
        proxies.stream().map(proxy -> proxy.impair(impairment.on(sample(scope)))).toList();
    return () -> begun.forEach(FaultProxy.Impaired::close);
  }

  private Ending reset(List<FaultProxy> proxies, FaultScope scope) {
    proxies.forEach(proxy -> proxy.reset(sample(scope)));
    return Ending.NOTHING;
  }

  /** The share of the last begun is the one that holds, until any of them ends. */
  private Ending dropBus(FaultScope scope) {
    toRedis.forEach(proxy -> proxy.dropBusMessages(scope.share(), random.nextLong()));
    return () -> toRedis.forEach(proxy -> proxy.dropBusMessages(0, 0));
  }

  /** Another one for each proxy, or the same connections of each would be hit. */
  private Impairment.Sample sample(FaultScope scope) {
    return new Impairment.Sample(scope.share(), random.nextLong());
  }
}
