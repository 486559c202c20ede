package dev.ferry.loadtest.fleet;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** Servers that somebody else has started; their costs are known as far as process ids are. */
public record GivenServers(List<URI> servers, String secret, List<Part> parts)
    implements Deployment {

  public GivenServers {
    servers = List.copyOf(servers);
    parts = List.copyOf(parts);
  }

  @Override
  public String nodeAt(URI server) {
    return server.toString();
  }

  @Override
  public RedisCounters redis() {
    return RedisCounters.NONE;
  }

  @Override
  public long nodeMemoryBytes() {
    throw new IllegalStateException("memory is measured of nodes that the harness starts itself");
  }

  @Override
  public Map<String, String> facts() {
    return Map.of();
  }

  @Override
  public void close() {}

  /** Without the key. */
  @Override
  public String toString() {
    return "GivenServers[servers=" + servers + ", parts=" + parts + "]";
  }
}
