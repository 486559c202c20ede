package dev.ferry.loadtest.fleet;

import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.redis.RespConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The Redis behind the nodes, of whatever form. One thread changes it; any thread looks. */
interface RedisService extends AutoCloseable {
  /** As nodes take it, with the password in it: a secret. */
  String url();

  /** Those that keep data; the first is the one that faults hit. */
  List<EmbeddedRedis> servers();

  /** How it is set up, in a word or three. */
  String form();

  /** The processes that live now. */
  default List<Deployment.Part> parts() {
    List<Deployment.Part> parts = new ArrayList<>();
    List<EmbeddedRedis> servers = servers();
    for (int i = 0; i < servers.size(); i++) {
      if (servers.get(i).isAlive()) {
        String name = servers.size() == 1 ? "redis" : "redis-" + (i + 1);
        parts.add(new Deployment.Part(name, Deployment.Role.REDIS, servers.get(i).pid()));
      }
    }
    return parts;
  }

  /** SIGKILL. */
  void kill();

  /** Starts what was killed again, on its data. */
  void restart();

  /**
   * As when the machine loses its power: SIGKILL, and the AOF lacks what was not synced yet. {@link
   * #restart} starts it again.
   */
  default void losePower() throws InterruptedException {
    throw new UnsupportedOperationException("power-loss: " + form());
  }

  /** Another one becomes the primary, in good order. */
  default void failOver() {
    throw new UnsupportedOperationException("failover: " + form());
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  default void freeze() {
    servers().get(0).freeze();
  }

  /** SIGCONT. */
  default void resume() {
    servers().get(0).resume();
  }

  /** Writes are refused for want of memory from now on. */
  default void fillMemory() {
    ask("CONFIG", "SET", "maxmemory-policy", "noeviction");
    ask("CONFIG", "SET", "maxmemory", "1");
  }

  default void freeMemory() {
    ask("CONFIG", "SET", "maxmemory", "0");
  }

  /** No file of Redis can grow from now on, as on a full disk. */
  default void fillDisk() {
    throw new UnsupportedOperationException("fill-redis-disk: " + form());
  }

  /** There is room again, and Redis runs, on its data, if it had ended. */
  default void freeDisk() {
    throw new UnsupportedOperationException("fill-redis-disk: " + form());
  }

  private void ask(String... command) {
    try (RespConnection connection = servers().get(0).connect()) {
      connection.ask(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void close();
}
