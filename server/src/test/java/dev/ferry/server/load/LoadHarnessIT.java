package dev.ferry.server.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.report.Checks;
import dev.ferry.loadtest.report.Judgement.Verdict;
import dev.ferry.loadtest.report.Result;
import dev.ferry.loadtest.report.ResultJson;
import dev.ferry.loadtest.report.Timeline;
import dev.ferry.loadtest.run.RunCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The load harness on real nodes: right ones are clean, and defective ones are found out. */
@Timeout(180)
@Tag("faults")
class LoadHarnessIT {
  private static final String CHURN = "--churn-rate=20";

  @TempDir private Path folder;

  @Test
  void groupWithChurnIsClean() throws IOException {
    Result result = run("group", "--members=30", "--rate=20", CHURN, "--duration=3s");
    assertKept(result);
    assertTrue(result.counts().sent() > 60, () -> result.counts().toString());
    assertTrue(result.counts().expected() > 1000, () -> result.counts().toString());
  }

  @Test
  void listenersAreSentWhatNobodyChecks() throws IOException {
    Result result = run("group", "--members=5", "--listeners=25", "--rate=20", "--duration=3s");
    assertKept(result);
    List<String> reasons = result.judgement().reasons();
    assertTrue(reasons.stream().noneMatch(why -> why.contains("listener")), reasons::toString);
    assertTrue(result.counts().sent() > 60, () -> result.counts().toString());
    assertTrue(
        result.counts().expected() < result.counts().sent() * 10, () -> result.counts().toString());
    double perMessage = Objects.requireNonNull(result.server().cpuUsPerMessage());
    double perDelivery = Objects.requireNonNull(result.server().cpuUsPerDelivery());
    assertEquals(29, perMessage / perDelivery, 1, "deliveries to listeners cost, too");
  }

  @Test
  void killedNodeAndRedisLoseNothing() throws IOException {
    Result result =
        run(
            "mixed",
            "--nodes=2",
            "--users=20",
            "--direct-rate=40",
            "--small-groups=2",
            "--huge-members=20",
            "--read-after=500ms",
            "--react-rate=10",
            "--duration=8s",
            "--fault=kill-node:2@1s,kill-redis@3s");
    assertKept(result);
    assertEquals(0, result.counts().unknown());
    assertTrue(result.checks().outcomes() > 10, () -> result.checks().toString());
    assertTrue(result.checks().cursors() > 10, () -> result.checks().toString());
    assertEquals(3, result.timeline().marks().size(), () -> result.timeline().toString());
  }

  @Test
  void resentMessagesThatAreStoredAgainAreFound() throws IOException {
    Result result =
        run(
            "direct",
            "--users=20",
            "--rate=100",
            "--duration=4s",
            "--fault=delay-clients:100ms@1s+3s,reset-clients@2s,reset-clients@3s",
            "--node-command",
            Bug.SKIPS_IDEMPOTENCY.nodeCommand(folder.resolve("bug")));
    assertFound(result, result.counts().duplicated());
  }

  @Test
  void theSameWithoutTheDefectIsClean() throws IOException {
    assertKept(
        run(
            "direct",
            "--users=20",
            "--rate=100",
            "--duration=4s",
            "--fault=delay-clients:100ms@1s+3s,reset-clients@2s,reset-clients@3s"));
  }

  @Test
  void messagesThatNobodyIsToldOfAreFound() throws IOException {
    Result result = defective(Bug.SKIPS_PUBLISH, "--settle=3s");
    assertFound(result, result.counts().lost());
  }

  @Test
  void strangersWhoMayWriteAreFound() throws IOException {
    Result result = defective(Bug.SKIPS_MEMBERSHIP, "--senders=30", CHURN);
    assertFound(result, result.counts().misdelivered());
  }

  @Test
  void whoReadsOnAfterRemovalIsFound() throws IOException {
    Result result = defective(Bug.READS_AFTER_REMOVAL, CHURN);
    assertFound(result, result.counts().misdelivered());
  }

  @Test
  void whatIsReadWhileMembersComeAndGoIsClean() throws IOException {
    Result result =
        run("receipts", "--members=30", "--rate=10", "--read-after=300ms", "--duration=2s", CHURN);
    assertKept(result);
    Checks checks = result.checks();
    assertTrue(checks.cursors() > 30 && checks.unread() > 30, checks::toString);
  }

  @Test
  void watchersAreToldOnceOfWhoComesAndGoes() throws IOException {
    Result result =
        run(
            "presence-churn",
            "--watchers=10",
            "--watched=20",
            "--comers=40",
            "--rate=10",
            "--away-for=5500ms",
            "--rest=1s",
            "--duration=1s");
    assertKept(result);
    assertEquals(200, result.checks().presences());
    assertNotNull(result.redis().commandsAtRest());
  }

  @Test
  void cursorsThatAreToldAndNotKeptAreFound() throws IOException {
    Result result =
        run(
            "receipts",
            "--members=10",
            "--rate=10",
            "--read-after=100ms",
            "--duration=1s",
            "--settle=3s",
            "--node-command",
            Bug.FORGETS_CURSORS.nodeCommand(folder.resolve("bug")));
    assertFound(result, result.checks().cursorsWrong());
  }

  private Result defective(Bug bug, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("group", "--members=30", "--duration=3s"));
    words.addAll(List.of(more));
    words.addAll(List.of("--node-command", bug.nodeCommand(folder.resolve("bug"))));
    return run(words.toArray(String[]::new));
  }

  private Result run(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    Path json = folder.resolve("result.json");
    all.addAll(
        List.of(
            "--warmup=2s",
            "--quiet",
            "--out=" + folder.resolve("run"),
            "--json=" + json,
            "--node-jvm=-Xmx512m"));
    RunCommand.commandLine().execute(all.toArray(String[]::new));
    assertTrue(Files.exists(json), "the run did not come to its end");
    return ResultJson.read(json);
  }

  /** Not whether it is clean: on a busy machine the harness may rightly call itself too slow. */
  private static void assertKept(Result result) {
    assertTrue(
        result.judgement().verdict() != Verdict.VIOLATED, () -> result.judgement().toString());
    List<Double> times = result.timeline().series().stream().map(Timeline.Sample::t).toList();
    assertEquals(times.stream().sorted().toList(), times, "the warm-up is not in the series");
  }

  private static void assertFound(Result result, long breaches) {
    assertEquals(Verdict.VIOLATED, result.judgement().verdict(), () -> result.counts().toString());
    assertTrue(breaches > 0, () -> result.judgement().toString());
    assertTrue(!result.judgement().stories().isEmpty());
  }
}
