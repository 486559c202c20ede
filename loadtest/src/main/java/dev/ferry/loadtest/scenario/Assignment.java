package dev.ferry.loadtest.scenario;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What all processes that drive phones in a run agree on.
 *
 * @param run what no other run on the same Redis is called
 * @param beganAt when the run began, a {@link System#nanoTime}, which all processes of a machine
 *     share
 * @param salt a random number that all of them have
 * @param mayRollBack whether Redis may lose what was acked, because nobody asked it not to
 * @param hurt whether a fault is planned
 * @param servers where phones connect, one a node
 * @param nodes what the node at each of these addresses is called
 */
public record Assignment(
    String run,
    long beganAt,
    long salt,
    boolean mayRollBack,
    boolean hurt,
    List<URI> servers,
    Map<URI, String> nodes) {

  public Assignment {
    servers = List.copyOf(servers);
    nodes = Map.copyOf(nodes);
  }

  /** Milliseconds since the run began. */
  public long elapsedMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganAt);
  }
}
