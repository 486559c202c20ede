package dev.ferry.loadtest.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A scenario file with what the command line changed of it. Files are HOCON; every setting stands
 * at the top, so that each can be given on the command line, and the workloads refer to them.
 */
public final class Scenario {
  /** Those that come with the harness; each is a file {@code scenarios/NAME.conf} beside it. */
  public static final List<String> NAMES =
      List.of(
          "direct",
          "group",
          "receipts",
          "mixed",
          "presence-churn",
          "idle",
          "login-storm",
          "reconnect-storm",
          "offline-drain",
          "slow-reader",
          "soak");

  private static final String WORKLOADS = "workloads";

  private final String name;
  private final Config config;

  private Scenario(String name, Config config) {
    this.name = name;
    this.config = config;
  }

  /**
   * Reads a scenario.
   *
   * @param nameOrFile one of {@link #NAMES}, or a file
   * @param changes settings by name, as text; they win over the file
   * @throws ScenarioException when there is no such file or setting, or a value cannot be
   */
  public static Scenario read(String nameOrFile, Map<String, String> changes) {
    Path file = Path.of(nameOrFile);
    boolean known = NAMES.contains(nameOrFile);
    if (!known && !Files.isRegularFile(file)) {
      throw new ScenarioException(
          "scenario: " + nameOrFile + " (expected: a file, or one of " + NAMES + ")");
    }
    ConfigParseOptions strict = ConfigParseOptions.defaults().setAllowMissing(false);
    return checked(
        () -> {
          Config written =
              known
                  ? ConfigFactory.parseResources(
                      Scenario.class.getClassLoader(), "scenarios/" + nameOrFile + ".conf", strict)
                  : ConfigFactory.parseFile(file.toFile(), strict);
          Config config = changed(written, changes).resolve();
          String name = known ? nameOrFile : file.getFileName().toString().replace(".conf", "");
          return new Scenario(name, config);
        });
  }

  /** The file of a scenario that comes with the harness, or {@code run}, which all include. */
  public static String text(String name) {
    if (!NAMES.contains(name) && !name.equals("run")) {
      throw new ScenarioException(
          "scenario: " + name + " (expected: run, or one of " + NAMES + ")");
    }
    try (InputStream file =
        Scenario.class.getClassLoader().getResourceAsStream("scenarios/" + name + ".conf")) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of it as JSON, for another process to {@link #parse}. */
  public String rendered() {
    return config.root().render(ConfigRenderOptions.concise());
  }

  /** Reads what {@link #rendered} wrote. */
  public static Scenario parse(String name, String rendered) {
    return new Scenario(name, checked(() -> ConfigFactory.parseString(rendered)));
  }

  private static Config changed(Config written, Map<String, String> changes) {
    Config config = written;
    for (Map.Entry<String, String> change : changes.entrySet()) {
      String key = change.getKey();
      ConfigValue before = written.root().get(key);
      if (before == null || key.equals(WORKLOADS)) {
        throw new ScenarioException(
            "setting: " + key + " (expected: one of " + settingsOf(written) + ")");
      }
      config = config.withValue(ConfigUtil.joinPath(key), value(before, change.getValue(), key));
    }
    return config;
  }

  private static ConfigValue value(ConfigValue before, String text, String key) {
    return before.valueType() == ConfigValueType.OBJECT
        ? ConfigFactory.parseString(text).root().withFallback(before)
        : ConfigValueFactory.fromAnyRef(text, "--" + key);
  }

  private static List<String> settingsOf(Config written) {
    return written.root().keySet().stream().filter(key -> !key.equals(WORKLOADS)).sorted().toList();
  }

  /** What reads settings; HOCON's complaints name the place and what was expected. */
  private static <T> T checked(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (ConfigException e) {
      throw new ScenarioException(String.valueOf(e.getMessage()));
    }
  }

  public String name() {
    return name;
  }

  /** The settings as they are now, by name, for the report. */
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    config
        .root()
        .forEach(
            (key, value) -> {
              if (!key.equals(WORKLOADS)) {
                settings.put(key, text(value));
              }
            });
    return settings;
  }

  private static String text(ConfigValue value) {
    Object plain = value.unwrapped();
    return plain instanceof Map<?, ?> map && map.isEmpty() ? "" : String.valueOf(plain);
  }

  /** The settings of each workload; each has a {@code kind}. */
  public List<Settings> workloads() {
    return checked(() -> config.getConfigList(WORKLOADS)).stream().map(Settings::new).toList();
  }

  /** The settings of the run. */
  public Settings run() {
    return new Settings(config);
  }

  /** Whether phones connect by WebSocket. */
  public boolean webSocket() {
    return run().oneOf("transport", List.of("tcp", "ws")).equals("ws");
  }

  /** Settings of the nodes by key, e.g. {@code groups.members-max}. */
  public Map<String, String> nodeSettings() {
    Map<String, String> settings = new TreeMap<>();
    checked(() -> config.getConfig("node-settings"))
        .entrySet()
        .forEach(
            entry -> settings.put(entry.getKey(), String.valueOf(entry.getValue().unwrapped())));
    return settings;
  }

  /** Typed access; every complaint is a {@link ScenarioException} that names the setting. */
  public static final class Settings {
    private final Config config;

    Settings(Config config) {
      this.config = config;
    }

    public String text(String key) {
      return checked(() -> config.getString(key));
    }

    public String oneOf(String key, List<String> values) {
      String value = text(key);
      if (!values.contains(value)) {
        throw new ScenarioException(key + ": " + value + " (expected: one of " + values + ")");
      }
      return value;
    }

    /** Addresses of this machine, separated by commas. */
    public List<InetAddress> addresses(String key) {
      return Arrays.stream(text(key).split(","))
          .map(String::strip)
          .filter(word -> !word.isEmpty())
          .map(word -> address(key, word))
          .toList();
    }

    private static InetAddress address(String key, String word) {
      try {
        return InetAddress.getByName(word);
      } catch (UnknownHostException e) {
        throw new ScenarioException(key + ": " + word + " (expected: an address of this machine)");
      }
    }

    public long number(String key) {
      return checked(() -> config.getLong(key));
    }

    /** A number of things, of which there must be at least one. */
    public int count(String key) {
      return atLeast(key, 1);
    }

    /** A number of things, of which there must be at least {@code least}. */
    public int atLeast(String key, int least) {
      int value = checked(() -> config.getInt(key));
      if (value < least) {
        throw new ScenarioException(key + ": " + value + " (expected: >= " + least + ")");
      }
      return value;
    }

    /** A number of things that need not be said; 0 then. */
    public int countIfAny(String key) {
      return checked(() -> config.hasPath(key)) ? atLeast(key, 0) : 0;
    }

    /** Per second; not negative. */
    public double rate(String key) {
      double value = checked(() -> config.getDouble(key));
      if (!(value >= 0) || value > 1e6) {
        throw new ScenarioException(key + ": " + value + " (expected: 0 to 1000000 a second)");
      }
      return value;
    }

    /** A rate that need not be said; 0 then. */
    public double rateIfAny(String key) {
      return checked(() -> config.hasPath(key)) ? rate(key) : 0;
    }

    /** A part of a whole, 0 to 1; 0 when it is not said. */
    public double share(String key) {
      double value = checked(() -> config.hasPath(key) ? config.getDouble(key) : 0);
      if (!(value >= 0 && value <= 1)) {
        throw new ScenarioException(key + ": " + value + " (expected: 0 to 1)");
      }
      return value;
    }

    /** A duration that need not be said; nothing then. */
    public Duration durationIfAny(String key) {
      return checked(() -> config.hasPath(key)) ? duration(key) : Duration.ZERO;
    }

    /** Yes or no; no when it is not said. */
    public boolean truth(String key) {
      return checked(() -> config.hasPath(key) && config.getBoolean(key));
    }

    public Duration duration(String key) {
      Duration value = checked(() -> config.getDuration(key));
      if (value.isNegative()) {
        throw new ScenarioException(key + ": " + value + " (expected: not negative)");
      }
      return value;
    }
  }
}
