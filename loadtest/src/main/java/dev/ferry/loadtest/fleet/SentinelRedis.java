package dev.ferry.loadtest.fleet;

import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.redis.EmbeddedSentinel;
import java.util.ArrayList;
import java.util.List;

/** A primary with a replica that three Sentinels put in its place; faults hit the primary. */
final class SentinelRedis implements RedisService {
  private final EmbeddedSentinel sentinel;

  SentinelRedis(EmbeddedRedis.Settings settings) {
    sentinel = EmbeddedSentinel.start(settings);
  }

  @Override
  public String url() {
    return sentinel.url();
  }

  @Override
  public List<EmbeddedRedis> servers() {
    return sentinel.servers();
  }

  @Override
  public List<Deployment.Part> parts() {
    List<Deployment.Part> parts = new ArrayList<>(RedisService.super.parts());
    for (long pid : sentinel.sentinelPids()) {
      String name = "sentinel-" + (parts.size() - 1);
      parts.add(new Deployment.Part(name, Deployment.Role.REDIS, pid));
    }
    return parts;
  }

  @Override
  public String form() {
    return "sentinel";
  }

  @Override
  public void kill() {
    EmbeddedRedis old = sentinel.primary();
    sentinel.killPrimary();
    sentinel.awaitFailoverFrom(old);
  }

  @Override
  public void restart() {
    sentinel.restartKilled();
  }

  @Override
  public void failOver() {
    sentinel.failover();
  }

  @Override
  public void close() {
    sentinel.close();
  }
}
