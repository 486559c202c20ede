package dev.ferry.loadtest.fleet;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** What is measured, wherever it comes from. Any thread. */
public interface Deployment extends AutoCloseable {
  /** Where phones connect over TCP, one a node. */
  List<URI> servers();

  /** What the node at one of these addresses is called. */
  String nodeAt(URI server);

  /** The key that signs tokens. */
  String secret();

  /** The processes that live now; empty when none is known. */
  List<Part> parts();

  /**
   * What Redis, all of its processes together, has counted so far; zeros when it can't be asked.
   */
  RedisCounters redis();

  /**
   * Memory that the nodes use, of all together, in bytes; collects their garbage, so it takes a
   * moment. Only for nodes on this machine that were started here.
   */
  long nodeMemoryBytes();

  /** Words about it for the report: versions, transport. */
  Map<String, String> facts();

  @Override
  void close();

  /** What a process is for. */
  enum Role {
    SERVER,
    REDIS,
    HARNESS
  }

  /** One process. */
  record Part(String name, Role role, long pid) {}
}
