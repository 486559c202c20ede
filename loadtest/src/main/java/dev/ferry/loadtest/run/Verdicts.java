package dev.ferry.loadtest.run;

import dev.ferry.loadtest.ledger.Story;
import dev.ferry.loadtest.ledger.Verdict;
import dev.ferry.loadtest.report.Checks;
import dev.ferry.loadtest.report.Counts;
import dev.ferry.loadtest.report.Environment;
import dev.ferry.loadtest.report.Harness;
import dev.ferry.loadtest.report.Judgement;
import dev.ferry.loadtest.report.Result;
import dev.ferry.loadtest.report.Run;
import dev.ferry.loadtest.report.Timeline;
import dev.ferry.loadtest.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From what was measured and what the ledger says to the result of the run. */
final class Verdicts {
  private final Scenario scenario;
  private final String command;

  Verdicts(Scenario scenario, String command) {
    this.scenario = scenario;
    this.command = command;
  }

  Result result(LoadRun.Measured measured, Map<String, String> facts) {
    Findings findings = new Findings(measured);
    Harness harness = findings.harness();
    Run run =
        new Run(
            scenario.name(),
            scenario.run().number("seed"),
            measured.window().began(),
            measured.window().seconds(),
            scenario.settings(),
            command);
    return new Result(
        run,
        counts(measured.verdict()),
        checks(measured.verdict()),
        findings.activity(),
        findings.latencies(),
        findings.processes(),
        findings.server(),
        findings.redis(),
        harness,
        environment(facts),
        Anchors.of(scenario),
        new Timeline(findings.series(), measured.marks()),
        judgement(harness, measured.problems(), measured.verdict()));
  }

  private static Counts counts(Verdict verdict) {
    return new Counts(
        verdict.sent(),
        verdict.acked(),
        verdict.refused(),
        verdict.refusals(),
        verdict.unknown(),
        verdict.expected(),
        verdict.delivered(),
        verdict.lost(),
        verdict.duplicated(),
        verdict.reordered(),
        verdict.misdelivered());
  }

  private static Checks checks(Verdict verdict) {
    return new Checks(
        verdict.cursors(),
        verdict.outcomes(),
        verdict.presences(),
        verdict.checks().cursors(),
        verdict.checks().unread(),
        verdict.checks().lists(),
        verdict.checks().outcomes(),
        verdict.checks().presences(),
        verdict.checks().skipped());
  }

  private static Judgement judgement(Harness harness, List<String> problems, Verdict verdict) {
    List<String> reasons = new ArrayList<>();
    verdict.breaches().forEach((breach, count) -> reasons.add(count + " × " + breach));
    List<String> stories = verdict.stories().stream().map(Story::toString).toList();
    if (!reasons.isEmpty()) {
      return new Judgement(Judgement.Verdict.VIOLATED, reasons, stories);
    }
    if (verdict.unchecked() > 0) {
      reasons.add(verdict.unchecked() + " deliveries were too far ahead to be checked");
    }
    if (verdict.unknown() > 0) {
      reasons.add(verdict.unknown() + " messages had no answer until the end");
    }
    reasons.addAll(harness.reasons());
    reasons.addAll(problems);
    return new Judgement(
        reasons.isEmpty() ? Judgement.Verdict.CLEAN : Judgement.Verdict.INVALID, reasons, stories);
  }

  private static Environment environment(Map<String, String> facts) {
    String commit = System.getProperty("ferry.commit", "");
    return new Environment(
        Runtime.version() + " " + System.getProperty("java.vm.vendor"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("os.version"),
        facts.getOrDefault("transport", "?"),
        facts.getOrDefault("redis", "?"),
        Runtime.getRuntime().availableProcessors(),
        "0.1.0-SNAPSHOT" + (commit.isEmpty() ? "" : " " + commit));
  }
}
