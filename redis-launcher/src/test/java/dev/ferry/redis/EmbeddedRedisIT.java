package dev.ferry.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.redis.EmbeddedRedis.Fsync;
import dev.ferry.redis.EmbeddedRedis.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {
  @TempDir Path data;

  @Test
  void answersOnlyWithItsPasswordAndOnlyOnLoopback() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(Settings.in(data));
        RespConnection connection = redis.connect()) {
      assertEquals("PONG", connection.ask("PING"));
      assertEquals("bind\n127.0.0.1", connection.ask("CONFIG", "GET", "bind"));
      assertEquals("maxmemory-policy\nnoeviction", configured(connection, "maxmemory-policy"));
      assertEquals("appendonly\nyes", configured(connection, "appendonly"));
      assertEquals("appendfsync\nalways", configured(connection, "appendfsync"));
      assertEquals("save\n", configured(connection, "save"));
      assertThrows(
          RespConnection.RedisErrorException.class,
          () -> RespConnection.open(redis.uri().getPort(), "guess", Duration.ofSeconds(1)).close());
    }
  }

  @Test
  void withAFullDiskItEndsRatherThanAckWhatIsNotSynced() throws Exception {
    EmbeddedRedis first = EmbeddedRedis.start(Settings.in(data).withFsync(Fsync.ALWAYS));
    try (RespConnection connection = first.connect()) {
      connection.ask("SET", "k", "acked");
      first.limitFileSize(0);
      assertThrows(IOException.class, () -> connection.ask("SET", "k", "lost"));
    }
    assertEquals(1, first.onExit().get());
    first.close();
    try (EmbeddedRedis second = EmbeddedRedis.start(first.settings());
        RespConnection connection = second.connect()) {
      assertEquals("acked", connection.ask("GET", "k"));
    }
  }

  @Test
  void withAFullDiskOneThatSyncsLaterRefusesWritesUntilThereIsRoom() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(Settings.in(data).withFsync(Fsync.EVERYSEC));
        RespConnection connection = redis.connect()) {
      redis.limitFileSize(0);
      await().until(() -> isRefused(connection));
      redis.unlimitFileSize();
      await().until(() -> !isRefused(connection));
    }
  }

  private static boolean isRefused(RespConnection connection) throws IOException {
    try {
      connection.ask("SET", "k", "v");
      return false;
    } catch (RespConnection.RedisErrorException e) {
      assertEquals("MISCONF", e.code());
      return true;
    }
  }

  @Test
  void killedRedisKeepsItsDataPortAndPassword() throws IOException {
    EmbeddedRedis first = EmbeddedRedis.start(Settings.in(data));
    try (RespConnection connection = first.connect()) {
      connection.ask("SET", "k", "v");
    }
    first.kill();
    assertFalse(ProcessHandle.of(first.pid()).isPresent());
    try (EmbeddedRedis second = EmbeddedRedis.start(first.settings());
        RespConnection connection = second.connect()) {
      assertEquals(first.uri(), second.uri());
      assertNotEquals(first.pid(), second.pid());
      assertEquals("v", connection.ask("GET", "k"));
    }
  }

  @Test
  void closeLeavesACompleteLogEvenWithoutSync() throws IOException {
    Settings settings = Settings.in(data).withFsync(Fsync.NO);
    try (EmbeddedRedis redis = EmbeddedRedis.start(settings);
        RespConnection connection = redis.connect()) {
      connection.ask("SET", "k", "v");
    }
    try (EmbeddedRedis redis = EmbeddedRedis.start(settings);
        RespConnection connection = redis.connect()) {
      assertEquals("v", connection.ask("GET", "k"));
    }
  }

  @Test
  void exitIsToldWithItsCode() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(Settings.in(data))) {
      ProcessHandle.of(redis.pid()).orElseThrow().destroyForcibly();
      assertEquals(128 + 9, redis.onExit().get(5, TimeUnit.SECONDS));
      assertTrue(redis.onExit().isDone(), "known to who asks later, too");
      assertFalse(redis.isAlive());
    }
  }

  @Test
  void diesWithItsKilledParentAndFreesTheFolder() throws Exception {
    Process parent = EmbeddedRedisChild.spawn(data);
    try {
      ProcessHandle orphan = redisOf(parent);
      parent.destroyForcibly().waitFor();
      await().atMost(Duration.ofSeconds(3)).until(() -> !orphan.isAlive());
      EmbeddedRedis.start(Settings.in(data)).close();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void waitsForTheRedisOfAKilledParent() throws Exception {
    Process parent = EmbeddedRedisChild.spawn(data);
    try {
      ProcessHandle orphan = redisOf(parent);
      signal("STOP", orphan.pid());
      parent.destroyForcibly().waitFor();
      assertTrue(orphan.isAlive());
      long begin = System.nanoTime();
      try (EmbeddedRedis redis = EmbeddedRedis.start(Settings.in(data))) {
        assertFalse(orphan.isAlive());
        assertNotEquals(orphan.pid(), redis.pid());
        assertTrue(System.nanoTime() - begin > 1_000_000_000, "did not wait");
      }
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void secondStartInThisProcessIsRefused() {
    try (EmbeddedRedis first = EmbeddedRedis.start(Settings.in(data))) {
      for (int i = 0; i < 2; i++) {
        var refused =
            assertThrows(
                DataFolderInUseException.class, () -> EmbeddedRedis.start(Settings.in(data)));
        assertTrue(String.valueOf(refused.getMessage()).contains(data.toString()));
      }
      assertTrue(ProcessHandle.of(first.pid()).isPresent());
    }
    EmbeddedRedis.start(Settings.in(data)).close();
  }

  @Test
  void secondProcessIsRefusedAndToldWhoOwnsTheFolder() throws Exception {
    EmbeddedRedis first = EmbeddedRedis.start(Settings.in(data));
    assertThrows(DataFolderInUseException.class, () -> EmbeddedRedis.start(Settings.in(data)));
    Process second = EmbeddedRedisChild.spawn(data);
    try (first) {
      String outcome = EmbeddedRedisChild.outcome(second);
      assertTrue(outcome.startsWith("DataFolderInUseException"), outcome);
      assertTrue(outcome.contains("process " + ProcessHandle.current().pid()), outcome);
    } finally {
      second.destroyForcibly();
    }
  }

  @Test
  void badDirectiveIsExplainedByRedisItself() {
    var failed =
        assertThrows(
            EmbeddedRedisException.class,
            () -> EmbeddedRedis.start(Settings.in(data).withDirectives("no-such-directive 1")));
    String message = String.valueOf(failed.getMessage());
    assertTrue(message.contains("no-such-directive"), message);
    EmbeddedRedis.start(Settings.in(data)).close();
  }

  @Test
  void takenPortIsExplained() throws IOException {
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      var failed =
          assertThrows(
              EmbeddedRedisException.class,
              () -> EmbeddedRedis.start(Settings.in(data).withPort(taken.getLocalPort())));
      String message = String.valueOf(failed.getMessage());
      assertTrue(message.contains("Failed listening on port"), message);
    }
  }

  @Test
  void serverThatDiesAtOnceIsExplained() throws IOException {
    Path folder = fakeServer("echo 'v=9.9.9'; test \"$1\" = --version || echo 'no luck' >&2");
    var failed =
        assertThrows(
            EmbeddedRedisException.class,
            () -> EmbeddedRedis.start(Settings.in(data).withBinary(in(folder))));
    String message = String.valueOf(failed.getMessage());
    assertTrue(message.contains("no luck"), message);
    assertTrue(message.contains(folder.toString()), message);
  }

  @Test
  void oldOrSilentServersOnThePathAreIgnored() throws IOException {
    for (String output : List.of("Redis server v=6.2.14 sha=0", "v=99999999999.1", "hello")) {
      Path folder = fakeServer("echo '" + output + "'");
      try (EmbeddedRedis redis = EmbeddedRedis.start(Settings.in(data).withBinary(in(folder)));
          RespConnection connection = redis.connect()) {
        assertTrue(connection.ask("INFO", "server").contains("redis_version:7.0.15"));
      }
    }
  }

  @Test
  void serverOnThePathIsPreferred() throws IOException {
    RedisBinary bundled = RedisBinary.find(Binary.embedded(), data.resolve("elsewhere"));
    Path folder = fakeServer("exec '" + bundled.path() + "' \"$@\"");
    assertEquals(
        new RedisBinary(folder.resolve("redis-server"), "7.0.15"),
        RedisBinary.find(in(data, folder), data.resolve("cache")));
    try (EmbeddedRedis redis = EmbeddedRedis.start(Settings.in(data).withBinary(in(folder)))) {
      assertTrue(redis.pid() > 0);
      assertFalse(Files.exists(data.resolve("bin")));
    }
  }

  @Test
  void secretsAndDataAreForTheOwnerOnly() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(Settings.in(data))) {
      Path folder = data.resolve("redis");
      assertEquals("rwx------", mode(folder));
      assertEquals("rw-------", mode(folder.resolve("redis.conf")));
      assertEquals("rw-------", mode(folder.resolve("redis.log")));
      assertEquals("rwx------", mode(folder.resolve("appendonlydir")));
      String password = redis.settings().password();
      assertEquals(64, password.length());
      assertFalse(redis.settings().toString().contains(password));
      String commandLine =
          ProcessHandle.of(redis.pid()).flatMap(p -> p.info().commandLine()).orElseThrow();
      assertFalse(commandLine.contains(password));
      assertTrue(commandLine.contains("redis.conf"));
      try (Stream<Path> binaries = Files.list(data.resolve("bin"))) {
        assertEquals(List.of("rwx------"), binaries.map(EmbeddedRedisIT::mode).toList());
      }
    }
  }

  @Test
  void foldersMayHaveAwkwardNames() throws IOException {
    Path awkward = data.resolve("it's a \"folder\" \\ of $HOME");
    try (EmbeddedRedis redis = EmbeddedRedis.start(Settings.in(awkward));
        RespConnection connection = redis.connect()) {
      assertEquals("OK", connection.ask("SET", "k", "v"));
      assertTrue(Files.isDirectory(awkward.resolve("redis/appendonlydir")));
    }
  }

  private static ProcessHandle redisOf(Process child) throws IOException {
    String outcome = EmbeddedRedisChild.outcome(child);
    assertTrue(outcome.startsWith("pid "), outcome);
    return ProcessHandle.of(Long.parseLong(outcome.substring(4))).orElseThrow();
  }

  private static Binary in(Path... folders) {
    return new Binary(List.of(folders));
  }

  private Path fakeServer(String script) throws IOException {
    Path folder = Files.createTempDirectory(data, "path");
    Path file = folder.resolve("redis-server");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n", UTF_8);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }

  private static String configured(RespConnection connection, String key) throws IOException {
    return connection.ask("CONFIG", "GET", key);
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor());
  }
}
