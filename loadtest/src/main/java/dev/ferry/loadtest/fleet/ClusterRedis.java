package dev.ferry.loadtest.fleet;

import dev.ferry.redis.EmbeddedCluster;
import dev.ferry.redis.EmbeddedRedis;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/** A Cluster of three primaries; faults hit the first. */
final class ClusterRedis implements RedisService {
  private static final int FIRST = 0;

  private final EmbeddedCluster cluster;

  ClusterRedis(EmbeddedRedis.Settings settings) {
    cluster = EmbeddedCluster.start(settings);
  }

  @Override
  public String url() {
    return cluster.uris().stream().map(URI::toString).collect(Collectors.joining(","));
  }

  @Override
  public List<EmbeddedRedis> servers() {
    return cluster.servers();
  }

  @Override
  public String form() {
    return "cluster of three";
  }

  @Override
  public void kill() {
    cluster.kill(FIRST);
  }

  @Override
  public void restart() {
    cluster.restart(FIRST);
    cluster.awaitWhole();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
