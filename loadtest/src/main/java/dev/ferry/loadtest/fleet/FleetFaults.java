package dev.ferry.loadtest.fleet;

import dev.ferry.loadtest.fault.plan.Fault;
import dev.ferry.loadtest.fault.plan.FaultKind;
import dev.ferry.loadtest.fault.plan.FaultPlan;
import dev.ferry.loadtest.fault.plan.FaultScope;
import dev.ferry.loadtest.fault.plan.FaultTarget;
import dev.ferry.loadtest.fault.plan.LinkFaults;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Does to a fleet what a plan says: signals to its processes, and faults of its connections. */
public final class FleetFaults implements FaultTarget {
  /** What can be done to the processes of a fleet of any form. */
  private static final Set<FaultKind> ON_PROCESSES =
      EnumSet.of(
          FaultKind.KILL_NODE,
          FaultKind.STOP_NODE,
          FaultKind.RESTART_NODE,
          FaultKind.KILL_REDIS,
          FaultKind.STOP_REDIS,
          FaultKind.POWER_LOSS,
          FaultKind.STOP_READING,
          FaultKind.FILL_REDIS_MEMORY,
          FaultKind.FILL_REDIS_DISK);

  private final Fleet fleet;
  private final LinkFaults links;

  /** Of the schedule's thread. */
  private final Random random;

  public FleetFaults(Fleet fleet, long seed) {
    this.fleet = fleet;
    this.random = new Random(seed);
    this.links = new LinkFaults(fleet.clientProxies(), fleet.redisProxies(), seed);
  }

  /** What a fleet over such a Redis can suffer. */
  public static Set<FaultKind> possible(Fleet.RedisForm redis) {
    Set<FaultKind> possible = EnumSet.copyOf(ON_PROCESSES);
    possible.addAll(LinkFaults.ON_CLIENTS);
    switch (redis) {
      case SINGLE -> possible.addAll(LinkFaults.ON_REDIS);
      case SENTINEL -> possible.add(FaultKind.FAILOVER);
      // Nodes dial the addresses that the Cluster tells them, past any proxy.
      case CLUSTER -> {}
    }
    if (redis != Fleet.RedisForm.SINGLE) {
      possible.remove(FaultKind.POWER_LOSS);
      possible.remove(FaultKind.FILL_REDIS_DISK);
    }
    return possible;
  }

  /** Whether a plan needs proxies between the phones and the nodes. */
  public static boolean touchesClients(FaultPlan plan) {
    return plan.faults().stream().anyMatch(fault -> LinkFaults.ON_CLIENTS.contains(fault.kind()));
  }

  /** Whether a plan needs proxies between the nodes and Redis. */
  public static boolean touchesRedis(FaultPlan plan) {
    return plan.faults().stream().anyMatch(fault -> LinkFaults.ON_REDIS.contains(fault.kind()));
  }

  @Override
  public Ending begin(Fault fault) throws InterruptedException {
    return switch (fault.kind()) {
      case KILL_NODE -> {
        NodeProcess node = node(fault.scope());
        node.kill();
        yield node::start;
      }
      case STOP_NODE -> {
        NodeProcess node = node(fault.scope());
        node.freeze();
        yield node::resume;
      }
      case RESTART_NODE -> {
        NodeProcess node = node(fault.scope());
        node.terminate();
        node.start();
        yield Ending.NOTHING;
      }
      case KILL_REDIS -> {
        fleet.redis();
        fleet.redisService().kill();
        yield fleet.redisService()::restart;
      }
      case POWER_LOSS -> {
        fleet.redisService().losePower();
        yield fleet.redisService()::restart;
      }
      case FAILOVER -> {
        fleet.redisService().failOver();
        yield Ending.NOTHING;
      }
      case STOP_REDIS -> {
        fleet.redisService().freeze();
        yield fleet.redisService()::resume;
      }
      case FILL_REDIS_MEMORY -> {
        fleet.redisService().fillMemory();
        yield fleet.redisService()::freeMemory;
      }
      case FILL_REDIS_DISK -> {
        fleet.redisService().fillDisk();
        yield fleet.redisService()::freeDisk;
      }
      default -> links.begin(fault);
    };
  }

  private NodeProcess node(FaultScope scope) {
    List<NodeProcess> nodes = fleet.nodes();
    if (scope.node() != FaultScope.ANY_NODE) {
      return nodes.get(scope.node() - 1);
    }
    List<NodeProcess> alive = nodes.stream().filter(NodeProcess::isAlive).toList();
    if (alive.isEmpty()) {
      throw new IllegalStateException("no node lives");
    }
    return alive.get(random.nextInt(alive.size()));
  }
}
