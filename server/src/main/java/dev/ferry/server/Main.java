package dev.ferry.server;

import dev.ferry.server.config.ConfigLoader;
import dev.ferry.server.config.InvalidConfigException;
import dev.ferry.server.config.ServerConfig;
import dev.ferry.server.redis.RedisUnavailableException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ferry up}: one node in the foreground, until it is interrupted. */
@Command(
    name = "ferry up",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Starts a node in the foreground, with a Redis of its own unless one is given. Nodes with one Redis form a cluster.",
    footer = {
      "",
      "Every setting of reference.conf can stand in the file, or in the environment as FERRY_…, e.g. FERRY_TCP_PORT."
    })
public final class Main implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for secrets and the embedded Redis (./data).")
  private @Nullable String data;

  @Option(
      names = "--redis",
      paramLabel = "URL",
      description = "Redis to use: redis://, rediss:// or redis-sentinel://.")
  private @Nullable String redis;

  @Option(names = "--tcp-port", paramLabel = "PORT", description = "For TCP clients (9400).")
  private @Nullable String tcpPort;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = "For WebSocket clients and health pages (9480).")
  private @Nullable String httpPort;

  @Option(names = "--node-id", paramLabel = "ID", description = "Name of this node (random).")
  private @Nullable String nodeId;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings in HOCON.")
  private @Nullable Path file;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  /**
   * 0 after an orderly end, 2 for settings that are wrong, 4 when Redis or a port cannot be had.
   */
  @Override
  public Integer call() throws InterruptedException {
    long begin = System.nanoTime();
    if (spec == null) {
      throw new IllegalStateException("not called through picocli");
    }
    PrintWriter err = spec.commandLine().getErr();
    ServerConfig config;
    try {
      config = ConfigLoader.load(Optional.ofNullable(file), System.getenv(), overrides());
    } catch (InvalidConfigException e) {
      err.println(e.getMessage());
      return 2;
    }
    Node node;
    try {
      node = new Node(config);
    } catch (RedisUnavailableException e) {
      err.println("ferry: Redis cannot be used: " + StartFailure.reason(e));
      return 4;
    } catch (RuntimeException e) {
      err.println("ferry: cannot start: " + StartFailure.reason(e));
      return 4;
    }
    endWithProcess(node);
    double seconds = (System.nanoTime() - begin) / 1e9;
    spec.commandLine().getOut().println(Greeting.text(config, node, seconds));
    spec.commandLine().getOut().flush();
    new CountDownLatch(1).await();
    return 0;
  }

  private Map<String, String> overrides() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "data.dir", data);
    put(given, "redis.url", redis);
    put(given, "tcp.port", tcpPort);
    put(given, "http.port", httpPort);
    put(given, "node.id", nodeId);
    return given;
  }

  private static void put(Map<String, String> given, String key, @Nullable String value) {
    if (value != null) {
      given.put(key, value);
    }
  }

  /** An asked-for end is a success: without halt the JVM would report the signal. */
  private static void endWithProcess(Node node) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  node.close();
                  Runtime.getRuntime().halt(0);
                },
                "ferry-end"));
  }
}
