package dev.ferry.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** reference.conf, the records and the loader name the same keys. */
class ConfigKeysTest {
  private final ConfigLayers layers = new ConfigLayers();

  @Test
  void everyKeyIsARecordComponentAndConversely() {
    assertEquals(
        new TreeSet<>(layers.defaults().keySet()),
        components(ServerConfig.class, "", new TreeSet<>()));
  }

  @Test
  void everyKeyIsReadAndItsDefaultIsValid() {
    ConfigReader in = new ConfigReader(layers);
    ConfigLoader.read(in);
    assertEquals(layers.defaults().keySet(), in.keysRead());
    assertEquals(Set.of(), Set.copyOf(layers.problems()));
  }

  @Test
  void everyKeyIsExplained() {
    layers
        .defaults()
        .forEach(
            (key, value) -> {
              boolean continued = key.equals("tls.key-file");
              assertTrue(continued || !value.origin().comments().isEmpty(), key);
            });
  }

  @Test
  void noTwoKeysShareAnEnvironmentVariable() {
    Set<String> variables = new HashSet<>();
    layers.defaults().keySet().forEach(key -> variables.add(ConfigLayers.variable(key)));
    assertEquals(layers.defaults().size(), variables.size());
    assertTrue(variables.contains("FERRY_REDIS_COMMAND_TIMEOUT"));
  }

  private static Set<String> components(Class<?> type, String prefix, Set<String> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      if (component.getType().getEnclosingClass() == ServerConfig.class
          && component.getType().isRecord()) {
        components(component.getType(), prefix + name + ".", keys);
      } else {
        keys.add(prefix + name);
      }
    }
    return keys;
  }
}
