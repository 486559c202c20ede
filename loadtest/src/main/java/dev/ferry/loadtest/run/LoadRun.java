package dev.ferry.loadtest.run;

import dev.ferry.loadtest.fault.plan.FaultKind;
import dev.ferry.loadtest.fault.plan.FaultPlan;
import dev.ferry.loadtest.fault.plan.FaultSchedule;
import dev.ferry.loadtest.fault.plan.FaultTarget;
import dev.ferry.loadtest.figure.Meters;
import dev.ferry.loadtest.fleet.Deployment;
import dev.ferry.loadtest.fleet.Fleet;
import dev.ferry.loadtest.fleet.FleetFaults;
import dev.ferry.loadtest.ledger.Verdict;
import dev.ferry.loadtest.report.Timeline;
import dev.ferry.loadtest.scenario.Scenario;
import dev.ferry.loadtest.worker.Driver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run on a deployment: prepare, warm up, measure, let things arrive, judge. One thread uses it.
 */
final class LoadRun {
  private final Scenario scenario;
  private final Deployment deployment;
  private final FaultPlan plan;
  private final Path folder;
  private final Consumer<String> say;

  /** What was measured, as it was read off. */
  record Measured(
      Window.Seen window,
      Meters meters,
      List<Sampler.Second> series,
      List<Timeline.Mark> marks,
      List<String> problems,
      Verdict verdict,
      @Nullable Double commandsAtRest) {}

  /**
   * @param folder for the ledger, when a promise was broken
   * @param say told of what goes on, a line each
   */
  LoadRun(
      Scenario scenario, Deployment deployment, FaultPlan plan, Path folder, Consumer<String> say) {
    this.plan = plan;
    this.folder = folder;
    this.scenario = scenario;
    this.deployment = deployment;
    this.say = say;
  }

  Measured run(Driver driver) throws InterruptedException {
    say.accept("preparing");
    driver.prepare();
    @Nullable Double atRest = rest(driver, scenario.run().duration("rest"));
    Duration warmup = scenario.run().duration("warmup");
    Duration duration = scenario.run().duration("duration");
    Spending spending = new Spending(() -> parts(driver));
    Sampler sampler = new Sampler(driver, spending, new Progress(say));
    sampler.begin();
    if (!warmup.isZero()) {
      say.accept("warming up for " + warmup.toSeconds() + " s");
      driver.begin();
      driver.awaitDone(warmup);
    }
    say.accept("measuring for " + duration.toSeconds() + " s");
    sampler.restart();
    Window window = new Window(driver, spending, deployment);
    if (warmup.isZero()) {
      driver.begin();
    }
    Marks marks = new Marks(sampler::now, say);
    Window.Seen seen;
    try (FaultSchedule faults = schedule(driver, marks)) {
      driver.awaitDone(duration);
      seen = window.close();
    }
    driver.end();
    say.accept("waiting for what is under way");
    driver.settle(scenario.run().duration("settle"));
    List<Sampler.Second> series = sampler.end();
    Verdict verdict = driver.ledger().verdict();
    if (!verdict.clean()) {
      dump(driver);
    }
    return new Measured(
        seen, driver.meters(), series, marks.all(), driver.problems(), verdict, atRest);
  }

  /** Commands of Redis a second for a hundred sessions while nothing happens; null for no time. */
  private @Nullable Double rest(Driver driver, Duration time) throws InterruptedException {
    if (time.isZero()) {
      return null;
    }
    say.accept("at rest for " + time.toSeconds() + " s");
    long before = deployment.redis().commands();
    long beganAt = System.nanoTime();
    Thread.sleep(time.toMillis());
    long commands = deployment.redis().commands() - before;
    double seconds = (System.nanoTime() - beganAt) / 1e9;
    driver.refresh();
    long sessions = driver.meters().sessions.sum();
    return sessions == 0 ? null : 100 * commands / seconds / sessions;
  }

  /** What the ledger still has, for whoever looks for the cause. */
  private void dump(Driver driver) throws InterruptedException {
    Path file = folder.resolve("ledger.jsonl");
    try {
      driver.ledger().dump(file);
      say.accept("the ledger is in " + file);
    } catch (IOException e) {
      say.accept("the ledger could not be written: " + e);
    }
  }

  private FaultSchedule schedule(Driver driver, Marks marks) {
    FaultTarget fleet =
        deployment instanceof Fleet ours
            ? new FleetFaults(ours, scenario.run().number("seed"))
            : fault -> FaultTarget.Ending.NOTHING;
    FaultTarget target =
        fault ->
            fault.kind() == FaultKind.STOP_READING
                ? driver.stopReading(fault.scope().share())::run
                : fleet.begin(fault);
    return FaultSchedule.start(plan, target, marks);
  }

  private List<Deployment.Part> parts(Driver driver) {
    List<Deployment.Part> parts = new ArrayList<>(deployment.parts());
    driver
        .processes()
        .forEach((name, pid) -> parts.add(new Deployment.Part(name, Deployment.Role.HARNESS, pid)));
    return parts;
  }
}
