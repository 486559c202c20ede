package dev.ferry.server.badinput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.redis.EmbeddedRedis.Fsync;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that cannot start says why in words for operators, and ends. */
@Timeout(120)
class StartIT {
  @TempDir private Path folder;

  private record Ended(int code, String err) {}

  @Test
  void anUnknownKeyIsNamedWithItsFileAndLine() throws Exception {
    Path file =
        Files.writeString(folder.resolve("my.conf"), "ferry {\n  tcp {\n    prot = 1\n  }\n}\n");
    Ended ended = up("--config", file.toString());
    assertEquals(2, ended.code(), ended.err());
    assertTrue(ended.err().contains("my.conf: 3"), ended.err());
    assertTrue(ended.err().contains("ferry.tcp.prot"), ended.err());
    assertForPeople(ended);
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        EmbeddedRedis redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("r")))) {
      String port = String.valueOf(taken.getLocalPort());
      Ended ended = up("--redis", redis.uri().toString(), "--tcp-port", port);
      assertEquals(4, ended.code(), ended.err());
      assertTrue(ended.err().contains(port), ended.err());
      assertForPeople(ended);
    }
  }

  @Test
  void aRedisThatIsNotThereIsToldInOneLine() throws Exception {
    Ended ended = up("--redis", "redis://:hush-hush@127.0.0.1:1");
    assertEquals(4, ended.code(), ended.err());
    assertTrue(ended.err().contains("Redis cannot be used"), ended.err());
    assertFalse(ended.err().contains("hush-hush"), ended.err());
    assertForPeople(ended);
  }

  @Test
  void aRedisThatDoesNotSyncIsRefusedWithTheSetting() throws Exception {
    EmbeddedRedis.Settings settings =
        EmbeddedRedis.Settings.in(folder.resolve("r")).withFsync(Fsync.EVERYSEC);
    try (EmbeddedRedis redis = EmbeddedRedis.start(settings)) {
      Ended ended = up("--redis", redis.uri().toString());
      assertEquals(4, ended.code(), ended.err());
      assertTrue(ended.err().contains("appendfsync: everysec"), ended.err());
      assertForPeople(ended);
    }
  }

  @Test
  void aDataFolderInUseIsRefused() throws Exception {
    try (EmbeddedRedis owner = EmbeddedRedis.start(EmbeddedRedis.Settings.in(data()))) {
      Ended ended = up();
      assertEquals(4, ended.code(), ended.err());
      assertTrue(
          ended.err().contains("in use by process " + ProcessHandle.current().pid()), ended.err());
      assertTrue(ProcessHandle.of(owner.pid()).isPresent());
      assertForPeople(ended);
    }
  }

  @Test
  void aSecretThatOthersMayReadIsRefused() throws Exception {
    Files.createDirectories(data());
    Path secret =
        Files.writeString(
            data().resolve("dev-secret"), "k7Jq2mZxw9Tn4Rb8Ls1Vd6Yh3Gf5Pc0AoEiUtXeWyNz\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    try (EmbeddedRedis redis =
        EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("r")))) {
      Ended ended = up("--redis", redis.uri().toString());
      assertEquals(4, ended.code(), ended.err());
      assertTrue(ended.err().contains("dev-secret"), ended.err());
      assertTrue(ended.err().contains("other users may access it"), ended.err());
      assertFalse(ended.err().contains("k7Jq2mZ"), ended.err());
      assertForPeople(ended);
    }
  }

  private static void assertForPeople(Ended ended) {
    assertFalse(ended.err().contains("\tat "), ended.err());
    assertTrue(ended.err().lines().count() <= 6, ended.err());
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Ended up(String... arguments) throws IOException, InterruptedException {
    Path err = folder.resolve("stderr");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.ferry.server.Main", "--data", data().toString()));
    if (!List.of(arguments).contains("--tcp-port")) {
      command.addAll(List.of("--tcp-port", "0"));
    }
    command.addAll(List.of("--http-port", "0"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectError(err.toFile())
            .redirectOutput(Redirect.DISCARD)
            .start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> "still runs");
      return new Ended(process.exitValue(), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }
}
