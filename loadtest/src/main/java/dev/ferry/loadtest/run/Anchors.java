package dev.ferry.loadtest.run;

import dev.ferry.loadtest.report.Anchor;
import dev.ferry.loadtest.scenario.Scenario;
import java.util.List;
import java.util.Map;

/**
 * What other servers take, for the report to put beside the figures. Measured on a virtual machine
 * with two cores, loopback, the server's process only: ratios count. docs/benchmarks.md has the
 * sources and the goals.
 */
final class Anchors {
  private static final String DELIVERY = "server_cpu_us_per_delivery";
  private static final String MESSAGE = "server_cpu_us_per_message";
  private static final String LAST = "last_of_group_p50_ms";
  private static final String SESSION = "server_bytes_per_session";

  private static final Map<String, List<Anchor>> BY_SCENARIO =
      Map.of(
          "group",
          List.of(
              new Anchor(DELIVERY, "bare Netty on io_uring, joined, one in flight", 5.6),
              new Anchor(DELIVERY, "Redis PUBLISH, one in flight", 7.7),
              new Anchor(DELIVERY, "NATS 2.9, one in flight", 14.1),
              new Anchor(DELIVERY, "ejabberd MUC, one in flight", 40),
              new Anchor(DELIVERY, "bare Netty on io_uring, joined, 32 in flight", 0.40),
              new Anchor(DELIVERY, "NATS 2.9, 32 in flight", 1.3),
              new Anchor(LAST, "bare Netty on io_uring, 2,000 members, 20 a second", 18),
              new Anchor(LAST, "NATS 2.9, 2,000 members, 20 a second", 21)),
          "direct",
          List.of(
              new Anchor(MESSAGE, "bare Netty on epoll, relay only", 17),
              new Anchor(MESSAGE, "NATS, relay only", 13),
              new Anchor(MESSAGE, "Mosquitto QoS 1, relay only", 55),
              new Anchor(MESSAGE, "ejabberd, relay only", 63)),
          "idle",
          List.of(
              new Anchor(SESSION, "Mosquitto", 751),
              new Anchor(SESSION, "bare Netty on epoll", 1845),
              new Anchor(SESSION, "Socket.IO", 13_900),
              new Anchor(SESSION, "NATS", 18_500)));

  private Anchors() {}

  static List<Anchor> of(Scenario scenario) {
    return BY_SCENARIO.getOrDefault(scenario.name(), List.of());
  }
}
