package dev.ferry.server.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.LoadCommand;
import dev.ferry.loadtest.report.Counts;
import dev.ferry.loadtest.report.Judgement.Verdict;
import dev.ferry.loadtest.report.Latency;
import dev.ferry.loadtest.report.ProcessUse;
import dev.ferry.loadtest.report.Result;
import dev.ferry.loadtest.report.ResultJson;
import dev.ferry.loadtest.run.RunCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs whose phones are in several processes. */
@Timeout(180)
@Tag("faults")
class WorkersIT {
  private static final int INVALID = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final StringWriter complaints = new StringWriter();

  @Test
  void pairsOfAllWorkersAreCounted() throws IOException {
    Result result = run("direct", "--users=20", "--rate=50", "--duration=3s");
    Counts counts = result.counts();
    assertKept(result);
    assertTrue(counts.sent() > 100, counts::toString);
    assertEquals(counts.sent(), counts.acked());
    // Once to the other one of the pair, and an ack to the sender.
    assertEquals(2 * counts.acked(), counts.expected());
    assertEquals(3, processes(result, ProcessUse.Role.HARNESS), result.processes()::toString);
  }

  @Test
  void groupAcrossWorkersGetsEveryMessage() throws IOException {
    Result result = run("group", "--members=31", "--rate=20", "--duration=3s");
    Counts counts = result.counts();
    assertKept(result);
    assertTrue(counts.acked() > 60, counts::toString);
    assertTrue(counts.expected() > 31 * counts.acked(), counts::toString);
    assertEquals(count(result, "ack_ms"), count(result, "last_of_group_ms"));
  }

  @Test
  void nextMessageWaitsForTheMemberOfAnotherWorker() throws IOException {
    // The first one has only the sender, the last one nobody.
    Result result = run("group", "--members=2", "--rate=0", "--duration=2s", "--workers=3");
    assertKept(result);
    assertTrue(count(result, "last_of_group_ms") > 10);
  }

  @Test
  void membersOfAllWorkersComeAndGo() throws IOException {
    assertKept(run("group", "--members=30", "--rate=20", "--churn-rate=20", "--duration=3s"));
  }

  @Test
  void memoryIsMeasuredWhenAllAreOnline() throws IOException {
    Result result = run("idle", "--sessions=30", "--groups=2", "--group-size=5", "--duration=1s");
    assertKept(result);
    assertNotNull(result.server().bytesPerSession());
  }

  @Test
  void stormsLastUntilEverybodyIsBack() throws IOException {
    String[] small = {"--sessions=40", "--groups=2", "--group-size=10", "--warmup=0s"};
    Result result = run("reconnect-storm", small);
    assertKept(result);
    assertEquals(40, count(result, "reconnect_ms"));
  }

  @Test
  void killedWorkerMakesTheRunInvalidAndTakesTheOthersAlong() {
    ByteArrayOutputStream progress = new ByteArrayOutputStream();
    PrintStream console = System.out;
    System.setOut(new PrintStream(progress, true, UTF_8));
    List<ProcessHandle> before;
    try {
      CompletableFuture<Integer> exit =
          CompletableFuture.supplyAsync(
              () -> execute("direct", "--users=20", "--rate=50", "--duration=60s", "--workers=3"));
      await().atMost(PATIENCE).until(() -> progress.toString(UTF_8).contains("measuring"));
      before = workers();
      assertEquals(3, before.size());
      before.get(1).destroyForcibly();
      assertEquals(INVALID, exit.join(), complaints::toString);
    } finally {
      System.setOut(console);
    }
    assertTrue(complaints.toString().contains(" is gone"), complaints::toString);
    before.forEach(worker -> assertFalse(worker.isAlive()));
    assertTrue(workers().isEmpty());
    assertFalse(Files.exists(folder.resolve("result.json")));
  }

  @Test
  void workersEndWhenTheirCoordinatorIsKilled() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LoadCommand.class.getName());
    command.addAll(List.of("direct", "--users=20", "--rate=50", "--workers=2", "--warmup=60s"));
    command.add("--out=" + folder.resolve("run"));
    Path printed = folder.resolve("printed");
    Process coordinator = new ProcessBuilder(command).redirectOutput(printed.toFile()).start();
    List<ProcessHandle> all = List.of();
    try {
      await().atMost(PATIENCE).until(() -> Files.readString(printed).contains("warming up"));
      all = coordinator.descendants().toList();
      List<ProcessHandle> workers = workers(coordinator.toHandle());
      assertEquals(2, workers.size());
      coordinator.destroyForcibly();
      await().atMost(PATIENCE).until(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      coordinator.destroyForcibly();
      // Nodes and Redis of a run that was killed outlive it.
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static List<ProcessHandle> workers() {
    return workers(ProcessHandle.current());
  }

  private static List<ProcessHandle> workers(ProcessHandle of) {
    return of.children().filter(child -> commandLine(child.pid()).contains("WorkerMain")).toList();
  }

  /** The handle's own leaves out what is longer than a page. */
  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  private static long count(Result result, String latency) {
    Latency found = result.latencies().get(latency);
    return found == null ? 0 : found.count();
  }

  private static long processes(Result result, ProcessUse.Role role) {
    Set<String> names =
        result.processes().stream()
            .filter(use -> use.role() == role)
            .map(ProcessUse::name)
            .collect(Collectors.toSet());
    return names.size();
  }

  private Result run(String scenario, String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(scenario));
    all.add("--workers=2");
    all.addAll(List.of(words));
    execute(all.toArray(String[]::new));
    Path json = folder.resolve("result.json");
    assertTrue(Files.exists(json), complaints::toString);
    assertTrue(workers().isEmpty());
    return ResultJson.read(json);
  }

  private int execute(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    if (all.stream().noneMatch(word -> word.startsWith("--warmup"))) {
      all.add("--warmup=1s");
    }
    all.addAll(
        List.of(
            "--out=" + folder.resolve("run"),
            "--json=" + folder.resolve("result.json"),
            "--node-jvm=-Xmx512m"));
    CommandLine command = RunCommand.commandLine();
    command.setErr(new PrintWriter(complaints, true));
    return command.execute(all.toArray(String[]::new));
  }

  /** Not whether it is clean: on a busy machine the harness may rightly call itself too slow. */
  private static void assertKept(Result result) {
    assertTrue(
        result.judgement().verdict() != Verdict.VIOLATED, () -> result.judgement().toString());
    assertEquals(result.counts().expected(), result.counts().delivered());
  }
}
