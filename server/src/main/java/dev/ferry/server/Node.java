package dev.ferry.server;

import dev.ferry.redis.Binary;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.redis.EmbeddedRedis.Fsync;
import dev.ferry.redis.KeptRedis;
import dev.ferry.server.account.Authenticator;
import dev.ferry.server.account.DevelopmentSecret;
import dev.ferry.server.account.TokenKeys;
import dev.ferry.server.account.TokenRules;
import dev.ferry.server.config.ServerConfig;
import dev.ferry.server.delivery.Attendance;
import dev.ferry.server.delivery.Audit;
import dev.ferry.server.delivery.FanOut;
import dev.ferry.server.delivery.PushEncoder;
import dev.ferry.server.delivery.Resync;
import dev.ferry.server.delivery.Rosters;
import dev.ferry.server.delivery.Subscriptions;
import dev.ferry.server.group.GroupRates;
import dev.ferry.server.group.GroupService;
import dev.ferry.server.http.HttpPipeline;
import dev.ferry.server.http.OperatorDesk;
import dev.ferry.server.message.ConversationList;
import dev.ferry.server.message.CursorService;
import dev.ferry.server.message.MessageService;
import dev.ferry.server.message.SettingsService;
import dev.ferry.server.net.Admission;
import dev.ferry.server.net.EventLoops;
import dev.ferry.server.net.FrameLimits;
import dev.ferry.server.net.Listener;
import dev.ferry.server.net.Pipelines;
import dev.ferry.server.net.Sweeps;
import dev.ferry.server.net.Tls;
import dev.ferry.server.ops.Health;
import dev.ferry.server.presence.PresenceListener;
import dev.ferry.server.presence.PresenceRoom;
import dev.ferry.server.presence.SignalService;
import dev.ferry.server.privacy.PrivacyService;
import dev.ferry.server.redis.DeviceStore;
import dev.ferry.server.redis.Fitness;
import dev.ferry.server.redis.RedisBus;
import dev.ferry.server.redis.RedisHealth;
import dev.ferry.server.redis.RedisLink;
import dev.ferry.server.redis.RedisSettings;
import dev.ferry.server.redis.RedisStore;
import dev.ferry.server.request.Frames;
import dev.ferry.server.request.PeerLimits;
import dev.ferry.server.request.Peers;
import dev.ferry.server.request.PresenceFrames;
import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running server: all rooms, wired, and their orderly end. */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration BUS_PATIENCE = Duration.ofSeconds(10);

  private final ServerConfig config;

  /** What was started, last first: the order in which it ends. Filled by the constructor. */
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private final Health health = new Health();
  private final SessionRegistry sessions = new SessionRegistry();
  private final Peers peers;
  private final EventLoops loops;
  private final Listener tcp;
  private final Listener http;

  /** Guarded by this. */
  private boolean closed;

  /**
   * Starts everything; returns when clients can log in.
   *
   * @throws RuntimeException when a part cannot start; those before it have been ended then
   */
  public Node(ServerConfig config) {
    this.config = config;
    boolean complete = false;
    try {
      this.loops = ends(EventLoops.open());
      RedisLink link = connectRedis();
      DeviceStore devices = ends(deviceStore(link));
      Authenticator authenticator = authenticator();
      this.peers = peers(link, devices, authenticator);
      FrameLimits limits = frameLimits();
      Admission admission = new Admission(config.limits().connections());
      Sweeps sweeps = new Sweeps(loops);
      Pipelines pipelines = new Pipelines(peers, loops, sweeps, limits, tls());
      HttpPipeline httpPipeline =
          new HttpPipeline(
              pipelines,
              sweeps,
              health,
              new OperatorDesk(authenticator, devices.devices()),
              new HttpPipeline.Settings(
                  List.copyOf(config.http().origins()), config.session().loginTimeout()));
      this.tcp =
          Listener.open(
              loops,
              limits,
              admission,
              new InetSocketAddress(config.tcp().host(), config.tcp().port()),
              pipelines::fillTcp);
      this.http =
          Listener.open(
              loops,
              limits,
              admission,
              new InetSocketAddress(config.http().host(), config.http().port()),
              httpPipeline::fill);
      complete = true;
    } finally {
      if (!complete) {
        endAll();
      }
    }
  }

  /** The port for TCP clients. */
  public int tcpPort() {
    return tcp.port();
  }

  /** The port for WebSocket clients and health pages. */
  public int httpPort() {
    return http.port();
  }

  /** The transport chosen for this kernel. */
  public String transport() {
    return loops.name();
  }

  /**
   * Leaves in an order that loses nothing: not ready any more, no new connections, every client
   * sent away with a spread, answers given and connections gone or the time for that over, then
   * Redis let go. Blocks.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    LOG.info("leaving");
    health.leave();
    tcp.stopAccepting();
    http.stopAccepting();
    peers.goAway(config.shutdown().retrySpread());
    try {
      long deadline = System.nanoTime() + config.shutdown().drainTimeout().toNanos();
      if (!tcp.drained(deadline) || !http.drained(deadline)) {
        LOG.info("some clients did not leave in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tcp.closeConnections();
    http.closeConnections();
    endAll();
    LOG.info("left");
  }

  private RedisLink connectRedis() {
    String url = config.redis().url().orElseGet(this::embeddedRedis);
    RedisLink link =
        ends(
            RedisLink.connect(
                new RedisSettings(url, config.redis().commandTimeout(), config.redis().queueMax()),
                loops.group(),
                EventLoops::turn));
    Fitness.check(link, config.redis().durability());
    return link;
  }

  private String embeddedRedis() {
    Fsync fsync =
        switch (config.redis().durability()) {
          case DISK -> Fsync.ALWAYS;
          case MEMORY -> Fsync.EVERYSEC;
        };
    Path data = config.data().dir();
    EmbeddedRedis.Settings settings =
        EmbeddedRedis.Settings.in(data).withFsync(fsync).withBinary(Binary.systemOrEmbedded());
    return ends(new KeptRedis(settings, timer("redis"))).uri().toString();
  }

  private Peers peers(RedisLink link, DeviceStore devices, Authenticator authenticator) {
    RedisStore store = store(link);
    ScheduledExecutorService busTimer = timer("bus");
    RedisBus bus = ends(new RedisBus(link, busTimer));
    Subscriptions subscriptions = new Subscriptions(bus);
    PushEncoder pushes = Frames.pushes();
    Rosters rosters =
        new Rosters(loops.loops(), sessions, subscriptions, store.memberships(), pushes);
    Audit audit = new Audit(sessions, devices.table(), pushes);
    Consumer<Session> refresh =
        session -> {
          audit.check(session);
          rosters.refresh(session);
        };
    Resync resync = new Resync(sessions, refresh, busTimer, config.bus().syncSpread());
    PresenceRoom presence = presence(link, subscriptions, store);
    FanOut fanOut = new FanOut(sessions, rosters, pushes, resync);
    bus.start(new PresenceListener(fanOut, presence.watching()), BUS_PATIENCE);
    devices.start(timer("lease"), resync::start);
    report(link, bus, new RedisHealth(link, busTimer));
    return new Peers(
        loops.loops(),
        new Peers.Node(
            config.node().id(), config.limits().contentBytes(), config.limits().pageMessages()),
        peerLimits(),
        authenticator,
        new Attendance(sessions, subscriptions, rosters),
        sessions,
        services(link, store, devices, presence, new SignalService(store.signals(), rosters)));
  }

  private PresenceRoom presence(RedisLink link, Subscriptions subscriptions, RedisStore store) {
    ServerConfig.Presence presence = config.presence();
    return ends(
        PresenceRoom.open(
            new PresenceRoom.Settings(presence.lease(), presence.watchesMax()),
            new PresenceRoom.Ground(
                sessions,
                subscriptions,
                store.memberships(),
                RedisStore.presence(link, config.node().id(), presence.lease()),
                PresenceFrames.news()),
            timer("presence")));
  }

  private RedisStore store(RedisLink link) {
    ServerConfig.Limits limits = config.limits();
    return RedisStore.open(
        link,
        config.redis().durability(),
        new RedisStore.Limits(
            limits.unacked(),
            config.redis().logEntriesMax(),
            limits.pageBytes(),
            config.groups().membersMax(),
            config.groups().perUser(),
            config.messages().authorWindow(),
            config.privacy().blockedMax()),
        timer("notes"));
  }

  private DeviceStore deviceStore(RedisLink link) {
    ServerConfig.Devices devices = config.devices();
    return new DeviceStore(
        link,
        config.node().id(),
        new DeviceStore.Settings(
            SessionPolicies.of(devices), devices.resumeFor(), 2 * config.groups().perUser()));
  }

  private Peers.Services services(
      RedisLink link,
      RedisStore store,
      DeviceStore devices,
      PresenceRoom presence,
      SignalService signals) {
    ServerConfig.Limits limits = config.limits();
    ServerConfig.Groups groups = config.groups();
    GroupRates.Rate ofGroup =
        new GroupRates.Rate(groups.messagesPerSecond(), groups.messagesBurst());
    GroupRates.Rate ofMember =
        new GroupRates.Rate(groups.memberMessagesPerSecond(), groups.memberMessagesBurst());
    return new Peers.Services(
        new MessageService(
            store.log(),
            EventLoops::turn,
            new GroupRates("messages", ofGroup, ofMember),
            new MessageService.Limits(limits.contentBytes(), limits.pageMessages())),
        store.reads(),
        new ConversationList(store.index(), store.memberships()),
        new GroupService(store.groups(), new GroupRates("changes", ofGroup, ofMember)),
        new CursorService(
            store.cursors(), store.index(), new GroupRates("receipts", ofGroup, ofMember)),
        new SettingsService(RedisStore.settings(link, limits.settings()), store.memberships()),
        devices.sessions(),
        devices.devices(),
        presence,
        signals,
        new PrivacyService(store.privacy()));
  }

  private void report(RedisLink link, RedisBus bus, RedisHealth redis) {
    health.check("redis", redis::isAnswering);
    health.check("bus", bus::isConnected);
    health.fact("node", config.node().id().value());
    health.fact("durability", config.redis().durability().meaning());
    health.fact(
        "failover",
        link.failsOver() ? "possible, and may lose the last acked messages" : "none to expect");
  }

  private Authenticator authenticator() {
    ServerConfig.Auth auth = config.auth();
    TokenKeys keys =
        auth.jwksFile()
            .map(TokenKeys::fromJwksFile)
            .orElseGet(
                () ->
                    TokenKeys.fromSecretFile(
                        auth.secretFile()
                            .orElseGet(() -> DevelopmentSecret.ensure(config.data().dir()))));
    TokenRules rules = new TokenRules(auth.issuer(), auth.audience(), auth.leeway());
    return new Authenticator(keys, rules, Clock.systemUTC());
  }

  private PeerLimits peerLimits() {
    ServerConfig.Limits limits = config.limits();
    return new PeerLimits(
        config.session().loginTimeout(),
        config.session().heartbeat(),
        limits.unreadFor(),
        limits.calls(),
        limits.unacked(),
        limits.requestsPerSecond(),
        limits.requestsBurst());
  }

  private FrameLimits frameLimits() {
    ServerConfig.Limits limits = config.limits();
    return new FrameLimits(
        limits.frameBytesBeforeLogin(), limits.frameBytes(), limits.unreadBytes());
  }

  private @Nullable Tls tls() {
    ServerConfig.Tls tls = config.tls();
    return tls.enabled()
        ? Tls.from(tls.certFile().orElseThrow(), tls.keyFile().orElseThrow())
        : null;
  }

  private ScheduledExecutorService timer(String name) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "ferry-" + name);
              thread.setDaemon(true);
              return thread;
            });
    ends(timer::shutdownNow);
    return timer;
  }

  private <T extends AutoCloseable> T ends(T part) {
    started.push(part);
    return part;
  }

  private void endAll() {
    for (AutoCloseable part : started) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("a part did not end well", e);
      }
    }
  }
}
