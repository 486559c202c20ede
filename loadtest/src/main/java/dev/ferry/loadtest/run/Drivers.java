package dev.ferry.loadtest.run;

import dev.ferry.loadtest.fleet.Deployment;
import dev.ferry.loadtest.scenario.Assignment;
import dev.ferry.loadtest.scenario.Cast;
import dev.ferry.loadtest.scenario.Peers;
import dev.ferry.loadtest.scenario.Scenario;
import dev.ferry.loadtest.scenario.ScenarioException;
import dev.ferry.loadtest.worker.Driver;
import dev.ferry.loadtest.worker.LocalDriver;
import dev.ferry.loadtest.worker.Workers;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** What drives the phones of a run on a deployment: this process, or workers of it. */
final class Drivers {
  private Drivers() {}

  /**
   * Complains of what can be seen before anything is started.
   *
   * @throws ScenarioException when a setting cannot be
   */
  static void check(Scenario scenario) {
    Cast.check(scenario);
    Workers.count(scenario);
  }

  /**
   * @param hurt whether a fault is planned
   * @param folder for what workers print
   */
  static Driver of(Scenario scenario, Deployment deployment, boolean hurt, Path folder)
      throws InterruptedException {
    Assignment assignment = assignment(scenario, deployment, hurt);
    String secret = deployment.secret();
    return Workers.count(scenario) == 1
        ? new LocalDriver(scenario, assignment, secret, Peers.none(deployment::nodeMemoryBytes))
        : Workers.start(scenario, assignment, secret, deployment::nodeMemoryBytes, folder);
  }

  private static Assignment assignment(Scenario scenario, Deployment deployment, boolean hurt) {
    Map<URI, String> nodes = new LinkedHashMap<>();
    deployment.servers().forEach(server -> nodes.put(server, deployment.nodeAt(server)));
    return new Assignment(
        Long.toString(System.currentTimeMillis(), Character.MAX_RADIX),
        System.nanoTime(),
        ThreadLocalRandom.current().nextLong(),
        !scenario.run().text("durability").equals("disk"),
        hurt,
        deployment.servers(),
        nodes);
  }
}
