package dev.ferry.server.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed values. A bad one is noted as a problem and its default read instead, so that one run
 * finds all problems; whoever asks must look at the problems before he uses anything.
 */
final class ConfigReader {
  private static final Pattern WITHOUT_UNIT = Pattern.compile("\\s*[+-]?[0-9.]*[1-9][0-9.]*\\s*");

  private final Map<String, ConfigValue> values;
  private final Map<String, ConfigValue> defaults;
  private final List<String> problems;
  private final Set<String> keysRead = new HashSet<>();
  private final Set<String> keysRejected = new HashSet<>();

  ConfigReader(ConfigLayers layers) {
    this.values = layers.values();
    this.defaults = layers.defaults();
    this.problems = layers.problems();
  }

  Set<String> keysRead() {
    return keysRead;
  }

  int integer(String key, int min, int max) {
    return read(
        key,
        "a whole number from " + min + " to " + max,
        value -> inRange(Long.parseLong(scalar(value)), min, max));
  }

  int bytes(String key, int min, int max) {
    return read(
        key,
        "a size from " + size(min) + " to " + size(max),
        value -> inRange(value.atKey("v").getMemorySize("v").toBytes(), min, max));
  }

  private static int inRange(long number, int min, int max) {
    if (number < min || number > max) {
      throw new IllegalArgumentException();
    }
    return (int) number;
  }

  private static String size(int bytes) {
    if (bytes % (1 << 20) == 0) {
      return (bytes >> 20) + "MiB";
    }
    return bytes % (1 << 10) == 0 ? (bytes >> 10) + "KiB" : Integer.toString(bytes);
  }

  Duration duration(String key, Duration min, Duration max) {
    String expected =
        "a duration from " + text(min) + " to " + text(max) + ", with a unit, such as 500ms or 2s";
    return read(
        key,
        expected,
        value -> {
          if (WITHOUT_UNIT.matcher(scalar(value)).matches()) {
            throw new IllegalArgumentException();
          }
          Duration duration = value.atKey("v").getDuration("v");
          if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw new IllegalArgumentException();
          }
          return duration;
        });
  }

  private static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    StringBuilder names = new StringBuilder();
    for (E constant : type.getEnumConstants()) {
      names.append(names.isEmpty() ? "" : " or ").append(lower(constant));
    }
    return read(
        key,
        names.toString(),
        value -> {
          for (E constant : type.getEnumConstants()) {
            if (lower(constant).equals(scalar(value))) {
              return constant;
            }
          }
          throw new IllegalArgumentException();
        });
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param parse throws {@link IllegalArgumentException} for a text that is not as expected
   */
  <T> T text(String key, String expected, Function<String, T> parse) {
    return read(key, expected, value -> parse.apply(scalar(value)));
  }

  String text(String key, String expected, Pattern form) {
    return text(key, expected, text -> matching(text, form));
  }

  /** Empty for "". */
  Optional<String> optionalText(String key, String expected, Pattern form) {
    return text(
        key,
        expected,
        text -> text.isEmpty() ? Optional.empty() : Optional.of(matching(text, form)));
  }

  /** Each once. */
  Set<String> texts(String key, String expected, Pattern form) {
    return read(
        key,
        "a list, each " + expected,
        value -> {
          if (!(value instanceof ConfigList list)) {
            throw new IllegalArgumentException();
          }
          Set<String> texts = new HashSet<>();
          list.forEach(item -> texts.add(matching(scalar(item), form)));
          return Set.copyOf(texts);
        });
  }

  private static String matching(String text, Pattern form) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  /** Empty for ""; else a file that can be read. */
  Optional<Path> file(String key) {
    return text(
        key,
        "a file that this process can read",
        text -> {
          if (text.isEmpty()) {
            return Optional.empty();
          }
          Path file = Path.of(text);
          if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IllegalArgumentException();
          }
          return Optional.of(file);
        });
  }

  private static String scalar(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> String.valueOf(value.unwrapped());
      case LIST, NULL, OBJECT -> throw new IllegalArgumentException();
    };
  }

  private <T> T read(String key, String expected, Function<ConfigValue, T> parse) {
    keysRead.add(key);
    T parsed = attempt(value(values, key), parse);
    if (parsed != null) {
      return parsed;
    }
    reject(key, expected);
    T standard = attempt(value(defaults, key), parse);
    if (standard == null) {
      throw new IllegalStateException("reference.conf: bad default of " + key);
    }
    return standard;
  }

  private static <T> @Nullable T attempt(ConfigValue value, Function<ConfigValue, T> parse) {
    try {
      return parse.apply(value);
    } catch (IllegalArgumentException | ConfigException e) {
      return null;
    }
  }

  private static ConfigValue value(Map<String, ConfigValue> layer, String key) {
    ConfigValue value = layer.get(key);
    if (value == null) {
      throw new IllegalStateException("reference.conf: no key " + key);
    }
    return value;
  }

  /**
   * Whether all of the keys were as expected so far; a rule between keys has nothing to say on a
   * default that stands in for a bad value.
   */
  boolean sound(String... keys) {
    return Arrays.stream(keys).noneMatch(keysRejected::contains);
  }

  /** Notes that the key's value, though well formed perhaps, is not what was expected. */
  void reject(String key, String expected) {
    ConfigValue value = value(values, key);
    keysRejected.add(key);
    problems.add(
        value.origin().description()
            + ": "
            + ConfigLayers.ROOT
            + "."
            + key
            + " = "
            + shown(value)
            + " (expected: "
            + expected
            + ")");
  }

  private static String shown(ConfigValue value) {
    String text = value.render(ConfigRenderOptions.concise());
    return value.valueType() == ConfigValueType.STRING ? Secrets.hidePassword(text) : text;
  }
}
