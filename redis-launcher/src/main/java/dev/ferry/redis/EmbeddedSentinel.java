package dev.ferry.redis;

import dev.ferry.redis.EmbeddedRedis.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A primary, a replica of it, and three Sentinels that put the replica in its place when it has not
 * answered for two seconds. All on this machine; both Redis have the same password. Not
 * thread-safe.
 */
public final class EmbeddedSentinel implements AutoCloseable {
  /** What the Sentinels call the primary. */
  public static final String NAME = "ferry";

  private static final int SENTINELS = 3;
  private static final int QUORUM = 2;
  private static final Duration READY_WAIT = Duration.ofSeconds(30);

  private final List<EmbeddedRedis> servers = new ArrayList<>();
  private final List<SentinelProcess> sentinels = new ArrayList<>();
  private final List<String> directives;

  private EmbeddedSentinel(Settings settings) {
    // Five seconds of waiting for more replicas would be for nothing: there is one.
    directives =
        Stream.concat(settings.directives().stream(), Stream.of("repl-diskless-sync-delay 0"))
            .toList();
  }

  /**
   * Starts all and returns when the replica is in step and the Sentinels know of one another.
   *
   * @param settings of both Redis; its data folder holds one folder a process and must hold none
   *     yet, its port is not used
   * @throws EmbeddedRedisException when a process cannot run, or they do not find one another
   */
  public static EmbeddedSentinel start(Settings settings) {
    EmbeddedSentinel all = new EmbeddedSentinel(settings);
    boolean ready = false;
    try {
      all.launch(settings);
      all.awaitWhole();
      ready = true;
      return all;
    } catch (IOException e) {
      throw new EmbeddedRedisException("Sentinel cannot start: " + e, e);
    } finally {
      if (!ready) {
        all.close();
      }
    }
  }

  private void launch(Settings settings) throws IOException {
    Settings each = settings.withPort(0).withClusterEnabled(false);
    servers.add(EmbeddedRedis.start(with(each).withDataDir(settings.dataDir().resolve("redis-0"))));
    EmbeddedRedis primary = servers.get(0);
    Settings replica = each.withPassword(primary.settings().password());
    servers.add(
        EmbeddedRedis.start(
            with(replica, following(primary.settings().port()))
                .withDataDir(settings.dataDir().resolve("redis-1"))));
    for (int i = 0; i < SENTINELS; i++) {
      sentinels.add(
          SentinelProcess.start(
              settings.dataDir().resolve("sentinel-" + i), NAME, primary, QUORUM));
    }
  }

  private Settings with(Settings settings, String... more) {
    return settings.withDirectives(
        Stream.concat(directives.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private static String following(int port) {
    return "replicaof 127.0.0.1 " + port;
  }

  /**
   * Waits until all Sentinels name the same primary, it answers as one, and its replica is in step;
   * after a failover or a restart.
   */
  public void awaitWhole() {
    Patience.atMost(READY_WAIT, "primary, replica and Sentinels are not in step")
        .until(this::isWhole);
  }

  private boolean isWhole() {
    int port = primaryPort();
    return sentinels.stream().allMatch(sentinel -> names(sentinel, port))
        && servers.stream().allMatch(server -> isInStep(server, port));
  }

  private static boolean names(SentinelProcess sentinel, int primaryPort) {
    String primary = sentinel.ask("SENTINEL", "MASTER", NAME);
    return primary.contains("port\n" + primaryPort + "\n")
        && primary.contains("flags\nmaster\n")
        && primary.contains("num-slaves\n1\n")
        && primary.contains("num-other-sentinels\n" + (SENTINELS - 1) + "\n");
  }

  private static boolean isInStep(EmbeddedRedis server, int primaryPort) {
    String replication = ask(server, "INFO", "replication");
    return server.settings().port() == primaryPort
        ? replication.contains("role:master") && replication.contains("state=online")
        : replication.contains("master_link_status:up")
            && replication.contains("master_port:" + primaryPort);
  }

  private int primaryPort() {
    String address = sentinels.get(0).ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
    return Integer.parseInt(address.substring(address.indexOf('\n') + 1));
  }

  private static String ask(EmbeddedRedis server, String... command) {
    try (RespConnection connection = server.connect()) {
      return connection.ask(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code redis-sentinel://:password@host:port,host:port,host:port#ferry}; a secret. */
  public String url() {
    String hosts =
        sentinels.stream()
            .map(sentinel -> sentinel.uri().getAuthority())
            .collect(Collectors.joining(","));
    return "redis-sentinel://:" + servers.get(0).settings().password() + "@" + hosts + "#" + NAME;
  }

  /** Both Redis, in the order of their first start; one that was killed is still here. */
  public List<EmbeddedRedis> servers() {
    return List.copyOf(servers);
  }

  /** The process ids of the Sentinels. */
  public List<Long> sentinelPids() {
    return sentinels.stream().map(SentinelProcess::pid).toList();
  }

  /** The one that the Sentinels call the primary now, dead or alive. */
  public EmbeddedRedis primary() {
    int port = primaryPort();
    return servers.stream()
        .filter(server -> server.settings().port() == port)
        .findFirst()
        .orElseThrow(() -> new EmbeddedRedisException("No Redis of ours is on port " + port));
  }

  /** SIGKILL of the primary, for the Sentinels to see to. */
  public void killPrimary() {
    primary().kill();
  }

  /** Waits until the Sentinels have put another in the place of this one, and it takes writes. */
  public void awaitFailoverFrom(EmbeddedRedis old) {
    int before = old.settings().port();
    Patience.atMost(READY_WAIT, "no failover")
        .until(
            () ->
                primaryPort() != before
                    && ask(primary(), "INFO", "replication").contains("role:master"));
  }

  /** The replica takes the primary's place while both live; returns when all are in step again. */
  public void failover() {
    EmbeddedRedis before = primary();
    sentinels.get(0).ask("SENTINEL", "FAILOVER", NAME);
    awaitFailoverFrom(before);
    awaitWhole();
  }

  /** Starts what was killed again, on its data, as the replica of who is the primary now. */
  public void restartKilled() {
    int port = primaryPort();
    for (int i = 0; i < servers.size(); i++) {
      EmbeddedRedis server = servers.get(i);
      if (!server.isAlive()) {
        server.close();
        boolean stillPrimary = server.settings().port() == port;
        Settings again =
            stillPrimary ? with(server.settings()) : with(server.settings(), following(port));
        servers.set(i, EmbeddedRedis.start(again));
      }
    }
  }

  /** Ends all at once, frozen ones too; their data are of no further use. */
  @Override
  public void close() {
    sentinels.forEach(SentinelProcess::close);
    servers.forEach(EmbeddedRedis::kill);
  }
}
