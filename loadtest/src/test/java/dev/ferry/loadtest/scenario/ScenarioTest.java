package dev.ferry.loadtest.scenario;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What scenario files say, and what is said of wrong ones. */
class ScenarioTest {
  static final Iterable<String> NAMES = Scenario.NAMES;

  @TempDir private Path folder;

  private static String refused(String scenario, Map<String, String> changes) {
    ScenarioException refusal =
        assertThrows(ScenarioException.class, () -> new Cast(Scenario.read(scenario, changes)));
    return String.valueOf(refusal.getMessage());
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void everyScenarioThatComesWithItCanBeCast(String name) {
    assertDoesNotThrow(() -> new Cast(Scenario.read(name, Map.of())));
  }

  @Test
  void settingOfTheCommandLineReachesItsWorkload() {
    Scenario scenario = Scenario.read("group", Map.of("members", "7", "duration", "90s"));
    assertEquals(7, scenario.workloads().get(0).count("members"));
    assertEquals(Duration.ofSeconds(90), scenario.run().duration("duration"));
    assertEquals("7", scenario.settings().get("members"));
  }

  @Test
  void settingsOfNodesAreLaidOverThoseOfTheFile() {
    Map<String, String> settings =
        Scenario.read("direct", Map.of("node-settings", "bus.sync-spread = 1s")).nodeSettings();
    assertEquals("1s", settings.get("bus.sync-spread"));
    assertEquals("10000", settings.get("limits.requests-per-second"));
  }

  @Test
  void copiedFileIsAScenario() throws IOException {
    Path copy = folder.resolve("mine.conf");
    Files.writeString(copy, Scenario.text("group").replace("members = 2000", "members = 12"));
    Scenario scenario = Scenario.read(copy.toString(), Map.of());
    assertEquals("mine", scenario.name());
    assertEquals(12, scenario.workloads().get(0).count("members"));
  }

  @Test
  void wordsThatCannotBeMeantAreNamed() {
    assertTrue(refused("grup", Map.of()).startsWith("scenario: grup (expected: a file, or one of"));
    assertTrue(
        refused("group", Map.of("mmbers", "7")).startsWith("setting: mmbers (expected: one"));
    assertEquals("members: 1 (expected: >= 2)", refused("group", Map.of("members", "1")));
    assertTrue(refused("group", Map.of("members", "many")).contains("--members"));
    assertTrue(refused("direct", Map.of("rate", "-1")).startsWith("rate: -1.0 (expected: 0 to"));
    assertEquals(
        "watched: 41 (expected: <= comers and <= 1000)",
        refused("presence-churn", Map.of("watched", "41", "comers", "40")));
    assertTrue(refused("receipts", Map.of("read-share", "2")).contains("expected: 0 to 1"));
    assertTrue(refused("mixed", Map.of("react-rate", "-1")).startsWith("react-rate: -1.0"));
    assertTrue(refused("slow-reader", Map.of("slow-share", "2")).contains("expected: 0 to 1"));
  }

  @Test
  void unknownKindIsNamed() throws IOException {
    Path file = folder.resolve("odd.conf");
    Files.writeString(
        file,
        """
        include classpath("scenarios/run.conf")
        workloads = [{ kind = dance }]
        """);
    assertTrue(
        refused(file.toString(), Map.of()).startsWith("kind: dance (expected: one of [direct,"));
  }

  @Test
  void transportIsOneOfTwo() {
    Scenario scenario = Scenario.read("direct", Map.of("transport", "pigeon"));
    ScenarioException refusal = assertThrows(ScenarioException.class, scenario::webSocket);
    assertEquals("transport: pigeon (expected: one of [tcp, ws])", refusal.getMessage());
    assertTrue(Scenario.read("direct", Map.of("transport", "ws")).webSocket());
  }
}
