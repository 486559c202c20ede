package dev.ferry.server.config;

import dev.ferry.server.model.Durability;
import dev.ferry.server.model.NodeId;
import dev.ferry.server.model.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** From the sources of settings to a {@link ServerConfig}. */
public final class ConfigLoader {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_%-]+");
  private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#*,\\sA-Z@]+");
  private static final Pattern REDIS_URL =
      Pattern.compile("(rediss?|rediss?-sentinel)://[^\\s/]+\\S*");
  private static final Pattern PLATFORM = Pattern.compile("phone|tablet|desktop|web|other");
  private static final Pattern NOT_BLANK = Pattern.compile("\\S(.*\\S)?");

  private ConfigLoader() {}

  /**
   * Reads all sources, each stronger than the one before.
   *
   * @param file HOCON, JSON or properties
   * @param environment variables that begin with {@code FERRY_} count; unknown ones are an error
   * @param overrides from the command line, by key with or without the leading {@code ferry.}
   * @throws InvalidConfigException with every problem found
   */
  public static ServerConfig load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
    ConfigLayers layers = new ConfigLayers();
    file.ifPresent(layers::addFile);
    layers.addEnvironment(environment);
    layers.addOverrides(overrides);
    ConfigReader in = new ConfigReader(layers);
    ServerConfig config = read(in);
    check(in, config);
    if (!layers.problems().isEmpty()) {
      throw new InvalidConfigException(layers.problems());
    }
    return config;
  }

  static ServerConfig read(ConfigReader in) {
    return new ServerConfig(
        new ServerConfig.Node(
            in.text(
                "node.id",
                "at most 64 letters, digits, \".\", \"_\" or \"-\"",
                text -> text.isEmpty() ? randomNodeId() : new NodeId(text))),
        new ServerConfig.Data(in.text("data.dir", "a folder, or none yet", ConfigLoader::folder)),
        new ServerConfig.Tcp(host(in, "tcp.host"), in.integer("tcp.port", 0, 65_535)),
        new ServerConfig.Http(
            host(in, "http.host"),
            in.integer("http.port", 0, 65_535),
            in.texts(
                "http.origins",
                "\"scheme://host\" or \"scheme://host:port\" in lower case, without a path",
                ORIGIN)),
        new ServerConfig.Tls(in.file("tls.cert-file"), in.file("tls.key-file")),
        redis(in),
        auth(in),
        limits(in),
        groups(in),
        new ServerConfig.Messages(
            in.duration("messages.author-window", Duration.ZERO, Duration.ofDays(3650))),
        new ServerConfig.Privacy(in.integer("privacy.blocked-max", 1, 100_000)),
        new ServerConfig.Presence(
            in.duration("presence.lease", Duration.ofSeconds(2), Duration.ofMinutes(1)),
            in.integer("presence.watches-max", 1000, 100_000_000)),
        new ServerConfig.Session(
            in.duration("session.heartbeat", Duration.ofSeconds(1), Duration.ofMinutes(10)),
            in.duration("session.login-timeout", Duration.ofMillis(100), Duration.ofMinutes(1))),
        devices(in),
        new ServerConfig.Shutdown(
            in.duration("shutdown.retry-spread", Duration.ZERO, Duration.ofMinutes(10)),
            in.duration("shutdown.drain-timeout", Duration.ZERO, Duration.ofMinutes(10))),
        new ServerConfig.Bus(in.duration("bus.sync-spread", Duration.ZERO, Duration.ofMinutes(1))));
  }

  private static NodeId randomNodeId() {
    SecureRandom random = new SecureRandom();
    StringBuilder id = new StringBuilder("node-");
    for (int i = 0; i < 6; i++) {
      id.append(Character.forDigit(random.nextInt(36), 36));
    }
    return new NodeId(id.toString());
  }

  private static Path folder(String text) {
    Path folder = Path.of(text);
    if (text.isBlank() || (Files.exists(folder) && !Files.isDirectory(folder))) {
      throw new IllegalArgumentException();
    }
    return folder;
  }

  private static String host(ConfigReader in, String key) {
    return in.text(key, "an address or a host name", HOST);
  }

  private static ServerConfig.Redis redis(ConfigReader in) {
    return new ServerConfig.Redis(
        in.optionalText(
            "redis.url", "a URL with redis://, rediss:// or redis-sentinel://", REDIS_URL),
        in.choice("redis.durability", Durability.class),
        in.duration("redis.command-timeout", Duration.ofMillis(50), Duration.ofMinutes(1)),
        in.integer("redis.queue-max", 100, 1_000_000),
        in.integer("redis.log-entries-max", 100, 10_000_000));
  }

  private static ServerConfig.Auth auth(ConfigReader in) {
    return new ServerConfig.Auth(
        in.file("auth.secret-file"),
        in.file("auth.jwks-file"),
        in.optionalText("auth.issuer", "a text without surrounding spaces", NOT_BLANK),
        in.optionalText("auth.audience", "a text without surrounding spaces", NOT_BLANK),
        in.duration("auth.leeway", Duration.ZERO, Duration.ofSeconds(60)));
  }

  private static ServerConfig.Limits limits(ConfigReader in) {
    return new ServerConfig.Limits(
        in.bytes("limits.content-bytes", KIB, 512 * KIB),
        in.bytes("limits.frame-bytes-before-login", KIB, 64 * KIB),
        in.integer("limits.connections", 1, 1_000_000),
        in.integer("limits.unacked", 1, 1_024),
        in.integer("limits.calls", 1, 1_024),
        in.integer("limits.page-messages", 1, 1_000),
        in.bytes("limits.page-bytes", 16 * KIB, 512 * KIB),
        in.integer("limits.requests-per-second", 1, 100_000),
        in.integer("limits.requests-burst", 1, 1_000_000),
        in.integer("limits.settings", 1, 100_000),
        in.bytes("limits.unread-bytes", ServerConfig.Limits.ENVELOPE_BYTES, 16 * MIB),
        in.duration("limits.unread-for", Duration.ofSeconds(1), Duration.ofMinutes(10)));
  }

  private static ServerConfig.Groups groups(ConfigReader in) {
    return new ServerConfig.Groups(
        in.integer("groups.members-max", 2, 10_000),
        in.integer("groups.per-user", 1, 5_000),
        in.integer("groups.messages-per-second", 1, 100_000),
        in.integer("groups.messages-burst", 1, 1_000_000),
        in.integer("groups.member-messages-per-second", 1, 100_000),
        in.integer("groups.member-messages-burst", 1, 1_000_000));
  }

  private static ServerConfig.Devices devices(ConfigReader in) {
    return new ServerConfig.Devices(
        deviceClass(in, "phone"),
        deviceClass(in, "tablet"),
        deviceClass(in, "desktop"),
        deviceClass(in, "web"),
        deviceClass(in, "other"),
        in.duration("devices.resume-for", Duration.ZERO, Duration.ofHours(1)));
  }

  private static ServerConfig.DeviceClass deviceClass(ConfigReader in, String name) {
    String key = "devices." + name;
    Set<String> excluded =
        in.texts(key + ".excludes", "phone, tablet, desktop, web or other", PLATFORM);
    if (excluded.contains(name)) {
      in.reject(key + ".excludes", "other classes: sessions = 1 allows one of its own");
    }
    return new ServerConfig.DeviceClass(
        in.integer(key + ".sessions", 1, 100),
        in.choice(key + ".beyond", ServerConfig.Beyond.class),
        excluded.stream()
            .map(word -> Platform.valueOf(word.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** Rules between keys. */
  private static void check(ConfigReader in, ServerConfig config) {
    checkFiles(in, config);
    checkLimits(in, config.limits());
    if (in.sound("tcp.host", "tcp.port", "http.host", "http.port")
        && config.tcp().port() != 0
        && config.tcp().port() == config.http().port()
        && config.tcp().host().equals(config.http().host())) {
      in.reject("http.port", "another port than ferry.tcp.port");
    }
  }

  private static void checkFiles(ConfigReader in, ServerConfig config) {
    ServerConfig.Tls tls = config.tls();
    if (in.sound("tls.cert-file", "tls.key-file")
        && tls.certFile().isPresent() != tls.keyFile().isPresent()) {
      boolean lacksKey = tls.keyFile().isEmpty();
      String set = lacksKey ? "tls.cert-file" : "tls.key-file";
      String unset = lacksKey ? "tls.key-file" : "tls.cert-file";
      in.reject(set, "ferry." + unset + " beside it, or neither");
    }
    if (config.auth().secretFile().isPresent() && config.auth().jwksFile().isPresent()) {
      in.reject("auth.secret-file", "not both this and ferry.auth.jwks-file");
    }
  }

  private static void checkLimits(ConfigReader in, ServerConfig.Limits limits) {
    if (in.sound("limits.content-bytes", "limits.page-bytes")
        && limits.contentBytes() > limits.pageBytes()) {
      in.reject("limits.content-bytes", "at most ferry.limits.page-bytes, " + limits.pageBytes());
    }
    if (in.sound("limits.requests-burst", "limits.requests-per-second")
        && limits.requestsBurst() < limits.requestsPerSecond()) {
      in.reject(
          "limits.requests-burst",
          "at least ferry.limits.requests-per-second, " + limits.requestsPerSecond());
    }
    int unreadBytesMin = limits.frameBytes();
    if (in.sound("limits.unread-bytes", "limits.content-bytes")
        && limits.unreadBytes() < unreadBytesMin) {
      in.reject(
          "limits.unread-bytes", "at least ferry.limits.content-bytes and 4KiB, " + unreadBytesMin);
    }
  }
}
