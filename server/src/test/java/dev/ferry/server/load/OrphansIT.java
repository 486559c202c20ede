package dev.ferry.server.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.LoadCommand;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed leaves no process behind. */
@Timeout(180)
@Tag("faults")
class OrphansIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void nodesWorkersAndRedisEndWithTheRun() throws IOException {
    File output = folder.resolve("output").toFile();
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LoadCommand.class.getName(),
            "direct",
            "--users=10",
            "--rate=20",
            "--nodes=2",
            "--workers=2",
            "--duration=120s",
            "--out=" + folder.resolve("run"));
    Process run =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    List<ProcessHandle> others = List.of();
    try {
      await().atMost(PATIENCE).until(() -> said(output).contains("measuring"));
      others = run.descendants().toList();
      assertTrue(others.size() >= 5, () -> "2 nodes, 2 workers and Redis\n" + said(output));
    } finally {
      run.destroyForcibly();
    }
    for (ProcessHandle other : others) {
      await().atMost(PATIENCE).until(() -> !other.isAlive());
    }
  }

  private static String said(File output) {
    try {
      return Files.readString(output.toPath(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
