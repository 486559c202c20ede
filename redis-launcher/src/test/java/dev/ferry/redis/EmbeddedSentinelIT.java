package dev.ferry.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.redis.EmbeddedRedis.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedSentinelIT {
  @TempDir Path data;

  @Test
  void theReplicaTakesThePlaceOfAKilledPrimaryWhichComesBackAsReplica() throws IOException {
    try (EmbeddedSentinel all = EmbeddedSentinel.start(Settings.in(data))) {
      EmbeddedRedis first = all.primary();
      assertEquals("OK", ask(first, "SET", "k", "v"));
      assertEquals("1", ask(first, "WAIT", "1", "5000"));

      all.killPrimary();
      all.awaitFailoverFrom(first);
      EmbeddedRedis second = all.primary();
      assertNotEquals(first.uri(), second.uri());
      assertEquals("v", ask(second, "GET", "k"));

      all.restartKilled();
      all.awaitWhole();
      assertEquals(second.uri(), all.primary().uri(), this::sentinelLogs);
      assertEquals("OK", ask(second, "SET", "k", "w"));
      assertEquals("1", ask(second, "WAIT", "1", "5000"));
    }
  }

  @Test
  void aPlannedFailoverKeepsBothAndCloseEndsAll() throws IOException {
    EmbeddedSentinel all = EmbeddedSentinel.start(Settings.in(data).withDirectives("hz 20"));
    List<Long> pids;
    try (all) {
      EmbeddedRedis before = all.primary();
      assertEquals("hz\n20", ask(before, "CONFIG", "GET", "hz"));
      all.failover();
      assertNotEquals(before.uri(), all.primary().uri());
      assertTrue(all.url().startsWith("redis-sentinel://:"), "the form that clients take");
      assertTrue(all.url().endsWith("#" + EmbeddedSentinel.NAME), "the form that clients take");
      pids = all.sentinelPids();
      assertEquals(3, pids.size());
      all.primary().freeze();
    }
    for (long pid : pids) {
      assertFalse(ProcessHandle.of(pid).isPresent());
    }
    for (EmbeddedRedis server : all.servers()) {
      assertFalse(ProcessHandle.of(server.pid()).isPresent());
    }
  }

  /** Why the Sentinels did what they did. */
  private String sentinelLogs() {
    StringBuilder logs = new StringBuilder();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(data, "sentinel-*")) {
      for (Path folder : folders) {
        logs.append(folder).append(":\n").append(Files.readString(folder.resolve("redis.log")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return logs.toString();
  }

  private static String ask(EmbeddedRedis server, String... command) throws IOException {
    try (RespConnection connection = server.connect()) {
      return connection.ask(command);
    }
  }
}
