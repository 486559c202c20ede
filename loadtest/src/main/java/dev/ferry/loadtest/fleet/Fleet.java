package dev.ferry.loadtest.fleet;

import dev.ferry.loadtest.fault.FaultProxy;
import dev.ferry.redis.Binary;
import dev.ferry.redis.EmbeddedRedis;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Nodes over one Redis, child processes of this one, which end with it. */
public final class Fleet implements Deployment {
  private final RedisService redis;
  private final List<NodeProcess> nodes;
  private final boolean webSocket;
  private final RedisTally tally = new RedisTally();

  /** One a node; none when no fault asks for them. */
  private final List<FaultProxy> clientProxies = new ArrayList<>();

  private final List<FaultProxy> redisProxies;

  private Fleet(
      RedisService redis,
      List<FaultProxy> redisProxies,
      List<NodeProcess> nodes,
      boolean webSocket) {
    this.redis = redis;
    this.redisProxies = List.copyOf(redisProxies);
    this.nodes = List.copyOf(nodes);
    this.webSocket = webSocket;
  }

  /** How Redis is set up. */
  public enum RedisForm {
    SINGLE,
    SENTINEL,
    CLUSTER
  }

  /**
   * What to start.
   *
   * @param folder for data and logs
   * @param command what starts a node, before its arguments
   * @param durability what an ack means: {@code disk} or {@code memory}
   * @param settings of the nodes, by key
   * @param jvmOptions for the nodes, separated by blanks
   * @param webSocket whether phones connect by WebSocket, else by TCP
   * @param clientProxies whether phones reach the nodes through proxies that can misbehave
   * @param redisProxies whether nodes reach Redis through such proxies
   */
  public record Options(
      Path folder,
      List<String> command,
      int nodes,
      RedisForm redis,
      String durability,
      Map<String, String> settings,
      String jvmOptions,
      boolean webSocket,
      boolean clientProxies,
      boolean redisProxies) {}

  /** Starts Redis and then the nodes; returns when all are ready. */
  public static Fleet start(Options options) {
    RedisService redis = startRedis(options);
    List<FaultProxy> proxies = new ArrayList<>();
    List<NodeProcess> nodes = new ArrayList<>();
    boolean ready = false;
    try {
      for (int i = 1; i <= options.nodes(); i++) {
        String url = redis.url();
        if (options.redisProxies()) {
          URI direct = URI.create(url);
          proxies.add(FaultProxy.ofRedis(direct.getHost(), direct.getPort()));
          String through = "127.0.0.1:" + proxies.get(i - 1).port();
          url = url.replace(direct.getHost() + ":" + direct.getPort(), through);
        }
        nodes.add(node(options, "n" + i, url).start());
      }
      Fleet fleet = new Fleet(redis, proxies, nodes, options.webSocket());
      if (options.clientProxies()) {
        fleet.proxyClients();
      }
      ready = true;
      return fleet;
    } finally {
      if (!ready) {
        nodes.forEach(NodeProcess::close);
        proxies.forEach(FaultProxy::close);
        redis.close();
      }
    }
  }

  private static RedisService startRedis(Options options) {
    EmbeddedRedis.Fsync fsync =
        options.durability().equals("disk")
            ? EmbeddedRedis.Fsync.ALWAYS
            : EmbeddedRedis.Fsync.EVERYSEC;
    EmbeddedRedis.Settings settings =
        EmbeddedRedis.Settings.in(options.folder().resolve("redis"))
            .withBinary(Binary.systemOrEmbedded())
            .withFsync(fsync);
    return switch (options.redis()) {
      case SINGLE -> new SingleRedis(settings);
      case SENTINEL -> new SentinelRedis(settings);
      case CLUSTER -> new ClusterRedis(settings);
    };
  }

  private static NodeProcess.Builder node(Options options, String id, String redisUrl) {
    NodeProcess.Builder node =
        NodeProcess.in(options.folder())
            .id(id)
            .data(options.folder().resolve("nodes"))
            .command(options.command())
            .setting("redis.url", redisUrl)
            .setting("redis.durability", options.durability())
            .environment("FERRY_JAVA_OPTS", options.jvmOptions());
    options.settings().forEach(node::setting);
    return node;
  }

  @Override
  public List<URI> servers() {
    List<URI> servers = direct();
    for (int i = 0; i < clientProxies.size(); i++) {
      URI server = servers.get(i);
      String through =
          server.toString().replace(":" + server.getPort(), ":" + clientProxies.get(i).port());
      servers.set(i, URI.create(through));
    }
    return servers;
  }

  private List<URI> direct() {
    return new ArrayList<>(
        nodes.stream().map(webSocket ? NodeProcess::webSocket : NodeProcess::tcp).toList());
  }

  private void proxyClients() {
    direct()
        .forEach(server -> clientProxies.add(new FaultProxy(server.getHost(), server.getPort())));
  }

  /** The node's name that phones reach at that address. */
  @Override
  public String nodeAt(URI server) {
    int index = servers().indexOf(server);
    return index < 0 ? server.toString() : nodes.get(index).id();
  }

  List<NodeProcess> nodes() {
    return nodes;
  }

  RedisService redisService() {
    return redis;
  }

  List<FaultProxy> clientProxies() {
    return clientProxies;
  }

  List<FaultProxy> redisProxies() {
    return redisProxies;
  }

  @Override
  public String secret() {
    return new String(nodes.get(0).secret(), StandardCharsets.UTF_8);
  }

  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (NodeProcess node : nodes) {
      if (node.isAlive()) {
        parts.add(new Part(node.id(), Role.SERVER, node.pid()));
      }
    }
    parts.addAll(redis.parts());
    return parts;
  }

  @Override
  public RedisCounters redis() {
    return tally.of(redis.servers());
  }

  @Override
  public long nodeMemoryBytes() {
    return nodes.stream().mapToLong(node -> NodeMemory.usedBytes(node.pid())).sum();
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new TreeMap<>();
    String version = RedisTally.version(redis.servers().get(0));
    facts.put("redis", "redis " + version + ", " + redis.form());
    facts.put("transport", greeted("transport"));
    facts.put("nodes", Integer.toString(nodes.size()));
    return facts;
  }

  /** What the first node said of itself when it was ready. */
  private String greeted(String of) {
    return nodes
        .get(0)
        .output()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(of + " "))
        .map(line -> line.substring(of.length()).strip())
        .findFirst()
        .orElse("?");
  }

  @Override
  public void close() {
    clientProxies.forEach(FaultProxy::close);
    nodes.forEach(NodeProcess::close);
    redisProxies.forEach(FaultProxy::close);
    redis.close();
  }
}
