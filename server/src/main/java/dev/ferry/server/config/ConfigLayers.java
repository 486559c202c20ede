package dev.ferry.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The sources laid over one another, key by key: a later one replaces single values, never a group,
 * so a source cannot wipe what it does not name. The reference's keys are the only ones there are.
 *
 * <p>Keys are paths without the leading {@code ferry.}, such as {@code tcp.port}.
 */
final class ConfigLayers {
  static final String ROOT = "ferry";
  private static final String ENVIRONMENT_PREFIX = "FERRY_";

  /** Read by the launch script, the client or the logger; not settings of the node. */
  private static final Set<String> FOREIGN_VARIABLES =
      Set.of("FERRY_TOKEN", "FERRY_SERVER", "FERRY_HOME", "FERRY_JAVA_OPTS", "FERRY_LOG_FORMAT");

  private final Config reference;
  private final Map<String, ConfigValue> defaults = new TreeMap<>();
  private final Map<String, ConfigValue> values = new TreeMap<>();
  private final Set<String> groups = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  ConfigLayers() {
    reference =
        ConfigFactory.parseURL(
            Objects.requireNonNull(
                ConfigLayers.class.getResource("/reference.conf"), "reference.conf"));
    collect(reference.getObject(ROOT), "");
    values.putAll(defaults);
  }

  private void collect(ConfigObject object, String prefix) {
    object.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof ConfigObject group) {
            groups.add(key);
            collect(group, key + ".");
          } else {
            defaults.put(key, value);
          }
        });
  }

  /** Every key of the reference with its default. */
  Map<String, ConfigValue> defaults() {
    return defaults;
  }

  /** Every key with the value of the strongest source that has it. */
  Map<String, ConfigValue> values() {
    return values;
  }

  /** What was wrong so far; readers add to it. */
  List<String> problems() {
    return problems;
  }

  void addFile(Path file) {
    Config parsed;
    try {
      Config unresolved =
          ConfigFactory.parseFile(
              file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
      parsed = unresolved.resolveWith(unresolved.withFallback(reference));
    } catch (ConfigException.IO e) {
      problems.add("configuration file " + file + ": cannot be read");
      return;
    } catch (ConfigException e) {
      problems.add(String.valueOf(e.getMessage()));
      return;
    }
    parsed
        .root()
        .forEach(
            (name, value) -> {
              if (!name.equals(ROOT)) {
                unknown(value, ConfigUtil.joinPath(name));
              } else if (value instanceof ConfigObject group) {
                addGroup(group, "");
              } else {
                expectGroup(value, ROOT);
              }
            });
  }

  private void addGroup(ConfigObject object, String prefix) {
    object.forEach(
        (name, value) -> {
          String key = prefix + ConfigUtil.joinPath(name);
          if (groups.contains(key)) {
            if (value instanceof ConfigObject group) {
              addGroup(group, key + ".");
            } else {
              expectGroup(value, ROOT + "." + key);
            }
          } else if (defaults.containsKey(key)) {
            values.put(key, value);
          } else {
            unknown(value, ROOT + "." + key);
          }
        });
  }

  private void expectGroup(ConfigValue value, String path) {
    problems.add(value.origin().description() + ": " + path + " is a group of keys: { … }");
  }

  private void unknown(ConfigValue value, String path) {
    List<String> known = new ArrayList<>();
    defaults.keySet().forEach(key -> known.add(ROOT + "." + key));
    groups.forEach(key -> known.add(ROOT + "." + key));
    String rooted = ROOT + "." + path;
    Optional<String> meant =
        known.contains(rooted) ? Optional.of(rooted) : NearestName.find(path, known);
    problems.add(value.origin().description() + ": unknown key " + path + didYouMean(meant));
  }

  private static String didYouMean(Optional<String> meant) {
    return meant.map(name -> " (did you mean " + name + "?)").orElse("");
  }

  void addEnvironment(Map<String, String> environment) {
    Map<String, String> keys = new LinkedHashMap<>();
    defaults.keySet().forEach(key -> keys.put(variable(key), key));
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (!name.startsWith(ENVIRONMENT_PREFIX) || FOREIGN_VARIABLES.contains(name)) {
                return;
              }
              String origin = "environment variable " + name;
              String key = keys.get(name);
              if (key == null) {
                problems.add(
                    origin + ": unknown" + didYouMean(NearestName.find(name, keys.keySet())));
              } else {
                values.put(key, fromText(key, text, origin));
              }
            });
  }

  /** The environment variable of a key: {@code redis.url} is {@code FERRY_REDIS_URL}. */
  static String variable(String key) {
    return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /**
   * @param overrides by key, with or without the leading {@code ferry.}
   */
  void addOverrides(Map<String, String> overrides) {
    new TreeMap<>(overrides)
        .forEach(
            (name, text) -> {
              String key = name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : name;
              ConfigValue value = fromText(key, text, "command line");
              if (defaults.containsKey(key)) {
                values.put(key, value);
              } else {
                unknown(value, ROOT + "." + key);
              }
            });
  }

  private ConfigValue fromText(String key, String text, String origin) {
    ConfigValue standard = defaults.get(key);
    if (standard == null || standard.valueType() != ConfigValueType.LIST) {
      return ConfigValueFactory.fromAnyRef(text, origin);
    }
    List<String> items =
        Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
    return ConfigValueFactory.fromIterable(items, origin);
  }
}
