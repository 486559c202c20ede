package dev.ferry.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The rooms of the server and the arrows between them, as docs/architecture.md draws them. */
@AnalyzeClasses(packages = "dev.ferry.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.ferry.server";

  /** Each room and those that it may use. The entry point, {@link #ROOT} itself, may use all. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("net", Set.of("request", "session", "model")),
          Map.entry("http", Set.of("net", "ops", "account", "device", "model")),
          Map.entry(
              "redis",
              Set.of(
                  "redis.stored",
                  "message",
                  "group",
                  "device",
                  "privacy",
                  "presence",
                  "delivery",
                  "model")),
          Map.entry("redis.stored", Set.of()),
          Map.entry(
              "request",
              Set.of(
                  "message",
                  "group",
                  "device",
                  "privacy",
                  "presence",
                  "account",
                  "delivery",
                  "session",
                  "model")),
          Map.entry("presence", Set.of("group", "delivery", "session", "model")),
          Map.entry("privacy", Set.of("group", "model")),
          Map.entry("message", Set.of("group", "delivery", "model")),
          Map.entry("group", Set.of("model")),
          Map.entry("device", Set.of("model")),
          Map.entry("account", Set.of("model")),
          Map.entry("delivery", Set.of("session", "model")),
          Map.entry("session", Set.of("model")),
          Map.entry("model", Set.of()),
          Map.entry("config", Set.of("model")),
          Map.entry("ops", Set.of()));

  @ArchTest
  static void everyRoomHasItsArrows(JavaClasses server) {
    Set<String> rooms = new TreeSet<>();
    server.forEach(each -> rooms.add(each.getPackageName()));
    Set<String> drawn = new TreeSet<>(Set.of(ROOT));
    ARROWS.keySet().forEach(room -> drawn.add(ROOT + "." + room));
    assertEquals(drawn, rooms, "rooms drawn and rooms there");
  }

  @ArchTest
  static void roomsUseOnlyWhatTheArrowsAllow(JavaClasses server) {
    new TreeMap<>(ARROWS)
        .forEach(
            (room, allowed) -> {
              String[] forbidden =
                  Stream.concat(
                          Stream.of(ROOT),
                          ARROWS.keySet().stream()
                              .filter(other -> !other.equals(room) && !allowed.contains(other))
                              .map(other -> ROOT + "." + other))
                      .toArray(String[]::new);
              noClasses()
                  .that()
                  .resideInAPackage(ROOT + "." + room)
                  .should()
                  .dependOnClassesThat()
                  .resideInAnyPackage(forbidden)
                  .check(server);
            });
  }

  @ArchTest
  static void theModelAndTheHealthNeedNothingButTheJdk(JavaClasses server) {
    Stream.of("model", "ops")
        .forEach(
            room ->
                classes()
                    .that()
                    .resideInAPackage(ROOT + "." + room)
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("java..", "org.jspecify..", ROOT + "." + room)
                    .check(server));
  }

  @ArchTest
  static final ArchRule THERE_IS_NO_CYCLE =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NETTY_STAYS_AT_THE_EDGE = stays("io.netty..", "net", "http", "redis");

  @ArchTest static final ArchRule LETTUCE_STAYS_AT_THE_EDGE = stays("io.lettuce..", "redis");

  @ArchTest
  static final ArchRule THE_WIRE_ENDS_IN_REQUEST = stays("dev.ferry.protocol..", "request");

  @ArchTest
  static final ArchRule PROTOBUF_ENDS_IN_REQUEST_AND_THE_STORED_FORM =
      stays("com.google.protobuf..", "request", "redis", "redis.stored");

  @ArchTest
  static final ArchRule CONFIGURATION_LIBRARY_STAYS_IN_ITS_ROOM = stays("com.typesafe..", "config");

  @ArchTest
  static final ArchRule TOKEN_LIBRARY_STAYS_IN_ITS_ROOM = stays("com.nimbusds..", "account");

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_CLASS_DOES =
      noClasses().should().haveNameMatching(".*(Impl|Manager|Utils?|Helper)");

  private static ArchRule stays(String library, String... rooms) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            Arrays.stream(rooms).map(room -> ROOT + "." + room).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library);
  }
}
