package dev.ferry.server.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.server.model.Durability;
import dev.ferry.server.model.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
  @TempDir Path folder;

  @Test
  void defaultsAreThoseOfTheReference() {
    ServerConfig config = ConfigLoader.load(Optional.empty(), Map.of(), Map.of());
    assertTrue(config.node().id().value().matches("node-[0-9a-z]{6}"));
    assertEquals(Path.of("./data"), config.data().dir());
    assertEquals(new ServerConfig.Tcp("0.0.0.0", 9400), config.tcp());
    assertEquals(new ServerConfig.Http("0.0.0.0", 9480, Set.of()), config.http());
    assertFalse(config.tls().enabled());
    assertEquals(
        new ServerConfig.Redis(
            Optional.empty(), Durability.DISK, Duration.ofSeconds(2), 10_000, 100_000),
        config.redis());
    assertEquals(
        new ServerConfig.Limits(
            65_536,
            4_096,
            100_000,
            64,
            64,
            200,
            262_144,
            200,
            400,
            10_000,
            262_144,
            Duration.ofSeconds(10)),
        config.limits());
    assertEquals(Duration.ofSeconds(30), config.auth().leeway());
  }

  @Test
  void commandLineBeatsEnvironmentBeatsFileBeatsReference() throws IOException {
    Path file = file("ferry { tcp.port = 1001, http.port = 1002, bus.sync-spread = 3s }");
    ServerConfig config =
        ConfigLoader.load(
            Optional.of(file),
            Map.of("FERRY_TCP_PORT", "2001", "FERRY_HTTP_PORT", "2002", "PATH", "/bin"),
            Map.of("tcp.port", "3001", "ferry.session.heartbeat", "20s"));
    assertEquals(3001, config.tcp().port());
    assertEquals(2002, config.http().port());
    assertEquals(Duration.ofSeconds(3), config.bus().syncSpread());
    assertEquals(Duration.ofSeconds(20), config.session().heartbeat());
    assertEquals("0.0.0.0", config.tcp().host());
  }

  @Test
  void classesOfDevicesHaveTheirRules() {
    ServerConfig.Devices devices =
        ConfigLoader.load(
                Optional.empty(),
                Map.of("FERRY_DEVICES_PHONE_EXCLUDES", "tablet,web"),
                Map.of("devices.phone.sessions", "1", "devices.phone.beyond", "refuse"))
            .devices();
    assertEquals(
        new ServerConfig.DeviceClass(
            1, ServerConfig.Beyond.REFUSE, Set.of(Platform.TABLET, Platform.WEB)),
        devices.phone());
    assertEquals(
        new ServerConfig.DeviceClass(10, ServerConfig.Beyond.REPLACE, Set.of()), devices.other());
    assertEquals(Duration.ofMinutes(10), devices.resumeFor());
  }

  @ParameterizedTest
  @ValueSource(strings = {"phone", "watch"})
  void aClassExcludesOnlyOtherClasses(String excluded) {
    InvalidConfigException refused =
        assertThrows(
            InvalidConfigException.class,
            () ->
                ConfigLoader.load(
                    Optional.empty(), Map.of("FERRY_DEVICES_PHONE_EXCLUDES", excluded), Map.of()));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("devices.phone.excludes"), message);
  }

  @Test
  void environmentNamesFollowTheKeys() {
    ServerConfig config =
        ConfigLoader.load(
            Optional.empty(),
            Map.of(
                "FERRY_REDIS_COMMAND_TIMEOUT", "750ms",
                "FERRY_HTTP_ORIGINS", "https://a.example, https://b.example:8443",
                "FERRY_REDIS_DURABILITY", "memory",
                "FERRY_NODE_ID", "n1",
                "FERRY_TOKEN", "not a setting"),
            Map.of());
    assertEquals(Duration.ofMillis(750), config.redis().commandTimeout());
    assertEquals(Set.of("https://a.example", "https://b.example:8443"), config.http().origins());
    assertEquals(Durability.MEMORY, config.redis().durability());
    assertEquals("n1", config.node().id().value());
  }

  @Test
  void unknownKeyIsRefusedWithFileLineAndSuggestion() throws IOException {
    Path file = file("ferry {\n  tcp {\n    prot = 9400\n  }\n}\n");
    assertEquals(
        List.of(file + ": 3: unknown key ferry.tcp.prot (did you mean ferry.tcp.port?)"),
        problems(file));
  }

  @Test
  void unknownGroupAndForgottenRootAreRefusedOnce() throws IOException {
    Path file = file("ferry.zzzzzzzz { a = 1, b = 2 }\ntcp { port = 9400 }\n");
    List<String> problems = problems(file);
    assertEquals(2, problems.size(), problems::toString);
    assertTrue(problems.contains(file + ": 1: unknown key ferry.zzzzzzzz"), problems::toString);
    assertTrue(
        problems.contains(file + ": 2: unknown key tcp (did you mean ferry.tcp?)"),
        problems::toString);
  }

  @Test
  void unknownVariableIsRefusedWithSuggestion() {
    var e =
        assertThrows(
            InvalidConfigException.class,
            () -> ConfigLoader.load(Optional.empty(), Map.of("FERRY_TCP_PROT", "1"), Map.of()));
    assertEquals(
        List.of("environment variable FERRY_TCP_PROT: unknown (did you mean FERRY_TCP_PORT?)"),
        e.problems());
  }

  @Test
  void unknownOverrideIsRefusedWithSuggestion() {
    assertEquals(
        List.of("command line: unknown key ferry.redis.ulr (did you mean ferry.redis.url?)"),
        problems(Map.of("redis.ulr", "x")));
  }

  @Test
  void badValueNamesFileLineKeyValueAndExpectation() throws IOException {
    Path file = file("ferry {\n  tcp.port = 94x0\n}\n");
    assertEquals(
        List.of(file + ": 2: ferry.tcp.port = \"94x0\" (expected: a whole number from 0 to 65535)"),
        problems(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp.port | 65536",
        "tcp.port | -1",
        "tcp.port | 1.5",
        "tcp.port | 99999999999999999999",
        "tcp.host | 'a b'",
        "http.origins | https://a.example/",
        "http.origins | *",
        "http.origins | null",
        "http.origins | HTTPS://A.example",
        "node.id | 'no spaces'",
        "redis.command-timeout | 2",
        "redis.command-timeout | soon",
        "redis.command-timeout | 61s",
        "redis.command-timeout | 10ms",
        "redis.durability | tape",
        "redis.durability | DISK",
        "redis.url | localhost:6379",
        "redis.queue-max | 0",
        "auth.leeway | 61s",
        "auth.leeway | -1s",
        "auth.secret-file | /no/such/file",
        "auth.jwks-file | /",
        "auth.issuer | ' x'",
        "data.dir | ' '",
        "limits.content-bytes | 1MiB",
        "limits.content-bytes | many",
        "limits.page-bytes | 0",
        "limits.unread-for | 10ms",
        "session.heartbeat | 0s",
      })
  void badValuesAreRefused(String key, String value) {
    List<String> problems = problems(Map.of(key, value));
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(
        problems.get(0).startsWith("command line: ferry." + key + " = "), problems::toString);
    assertTrue(problems.get(0).contains(value), problems::toString);
    assertTrue(problems.get(0).contains("(expected: "), problems::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[1]", "{ a = 1 }"})
  void wrongKindsOfValueAreRefused(String value) throws IOException {
    List<String> problems = problems(file("ferry.tcp.port = " + value));
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.get(0).contains(": 1: ferry.tcp.port = "), problems::toString);
  }

  @Test
  void valueInPlaceOfAGroupIsRefusedAndWipesNothing() throws IOException {
    Path file = file("ferry.tcp = 9400\n");
    assertEquals(List.of(file + ": 1: ferry.tcp is a group of keys: { … }"), problems(file));
  }

  @Test
  void allProblemsAreToldTogether() throws IOException {
    Path file = file("ferry {\n tcp.port = x\n nonsense = 1\n redis.durability = tape\n}");
    var e =
        assertThrows(
            InvalidConfigException.class,
            () ->
                ConfigLoader.load(
                    Optional.of(file),
                    Map.of("FERRY_NONSENSE", "1", "FERRY_HTTP_PORT", "-5"),
                    Map.of("limits.calls", "0")));
    assertEquals(6, e.problems().size(), e.problems()::toString);
    for (String problem : e.problems()) {
      assertTrue(String.valueOf(e.getMessage()).contains(problem));
    }
  }

  @Test
  void oneTlsFileAloneIsRefused() throws IOException {
    Path pem = file("not looked into");
    assertTrue(
        problems(Map.of("tls.cert-file", pem.toString()))
            .get(0)
            .contains("(expected: ferry.tls.key-file beside it, or neither)"));
    assertTrue(
        problems(Map.of("tls.key-file", pem.toString()))
            .get(0)
            .contains("(expected: ferry.tls.cert-file beside it, or neither)"));
    Map<String, String> oneMissing =
        Map.of("tls.cert-file", pem.toString(), "tls.key-file", "/no/such/file");
    assertEquals(1, problems(oneMissing).size());
    Map<String, String> both =
        Map.of("tls.cert-file", pem.toString(), "tls.key-file", pem.toString());
    assertTrue(ConfigLoader.load(Optional.empty(), Map.of(), both).tls().enabled());
  }

  @Test
  void rulesBetweenKeysAreChecked() throws IOException {
    String some = file("x").toString();
    List<Map<String, String>> bad =
        List.of(
            Map.of("auth.secret-file", some, "auth.jwks-file", some),
            Map.of("tcp.port", "9480"),
            Map.of("limits.page-bytes", "32KiB"),
            Map.of("limits.requests-burst", "199"),
            Map.of("limits.unread-bytes", "64KiB"));
    for (Map<String, String> overrides : bad) {
      assertEquals(1, problems(overrides).size(), overrides::toString);
    }
    ConfigLoader.load(Optional.empty(), Map.of(), Map.of("tcp.port", "0", "http.port", "0"));
  }

  @Test
  void passwordsStayOutOfMessages() {
    for (String url :
        List.of("http://u:hunter2@h", "redis//:a,hunter2@h", "redis://:hunter2/@ h")) {
      String problem = problems(Map.of("redis.url", url)).get(0);
      assertFalse(problem.contains("hunter2"), problem);
      assertTrue(problem.contains("***@"), problem);
    }
    ServerConfig config =
        ConfigLoader.load(
            Optional.empty(), Map.of(), Map.of("redis.url", "rediss://:hunter2@h:1,rediss://h2"));
    assertFalse(config.toString().contains("hunter2"), config::toString);
    assertEquals(Optional.of("rediss://:hunter2@h:1,rediss://h2"), config.redis().url());
  }

  @Test
  void missingAndBrokenFilesAreExplained() throws IOException {
    Path missing = folder.resolve("none.conf");
    assertEquals(List.of("configuration file " + missing + ": cannot be read"), problems(missing));
    Path broken = file("ferry {\n  tcp.port = = 1\n}");
    assertTrue(problems(broken).get(0).contains(broken + ": 2: "), problems(broken)::toString);
    Path dangling = file("ferry {\n  tcp.port = ${no.such.thing}\n}");
    assertTrue(problems(dangling).get(0).contains(": 2: "), problems(dangling)::toString);
  }

  @Test
  void valuesMayReferToOthers() throws IOException {
    Path file = file("ferry.http.port = 7000\nferry.tcp.host = ${ferry.http.host}\n");
    assertEquals("0.0.0.0", ConfigLoader.load(Optional.of(file), Map.of(), Map.of()).tcp().host());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "ferry", ".conf"), text, UTF_8);
  }

  private static List<String> problems(Path file) {
    return assertThrows(
            InvalidConfigException.class,
            () -> ConfigLoader.load(Optional.of(file), Map.of(), Map.of()))
        .problems();
  }

  private static List<String> problems(Map<String, String> overrides) {
    return assertThrows(
            InvalidConfigException.class,
            () -> ConfigLoader.load(Optional.empty(), Map.of(), overrides))
        .problems();
  }
}
