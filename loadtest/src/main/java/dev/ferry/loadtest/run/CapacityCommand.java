package dev.ferry.loadtest.run;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntUnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/**
 * Searches for the highest rate at which a scenario is clean and no limit is passed: twice the rate
 * until it fails, then between the two. Each try is a run of its own, with nodes of its own.
 */
@Command(
    name = "capacity",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Searches for the highest rate of a scenario that is clean and at which no --fail-if holds.",
      "Settings are given as for a run: --users 1000, --duration 20s."
    })
final class CapacityCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SCENARIO", description = "One with a setting rate.")
  private String scenario = "";

  @Option(
      names = "--fail-if",
      required = true,
      paramLabel = "CONDITIONS",
      description = "What must not hold: 'deliver_p99_ms>50'.")
  private String failIf = "";

  @Option(names = "--from", defaultValue = "500", description = "The first rate tried (500).")
  private int from;

  @Option(names = "--to", defaultValue = "100000", description = "The highest tried (100000).")
  private int to;

  @Option(
      names = "--steps",
      defaultValue = "4",
      description = "Tries between the last rate that held and the first that did not (4).")
  private int steps;

  @Unmatched private List<String> rest = new ArrayList<>();

  @Override
  public Integer call() {
    RunCommand.changes(rest);
    PrintWriter out = new PrintWriter(System.out, true);
    int best = search(from, to, steps, rate -> run(rate, out));
    out.printf(
        Locale.ROOT,
        best == 0 ? "capacity       below %,d a second%n" : "capacity       %,d a second%n",
        best == 0 ? from : best);
    return best == 0 ? RunCommand.FAILED_IF : RunCommand.CLEAN;
  }

  /**
   * @param run runs at a rate; 0 when it held
   * @return the highest rate that held; 0 when none did
   */
  static int search(int from, int to, int steps, IntUnaryOperator run) {
    int held = 0;
    int failed = 0;
    for (int rate = from; rate <= to && failed == 0; rate *= 2) {
      if (run.applyAsInt(rate) == RunCommand.CLEAN) {
        held = rate;
      } else {
        failed = rate;
      }
    }
    for (int step = 0; held > 0 && failed > 0 && step < steps; step++) {
      int rate = (held + failed) / 2;
      if (run.applyAsInt(rate) == RunCommand.CLEAN) {
        held = rate;
      } else {
        failed = rate;
      }
    }
    return held;
  }

  private int run(int rate, PrintWriter out) {
    out.printf(Locale.ROOT, "%nrate           %,d a second%n", rate);
    List<String> words = new ArrayList<>(List.of(scenario, "--rate", Integer.toString(rate)));
    words.addAll(List.of("--fail-if", failIf, "--quiet"));
    words.addAll(rest);
    return RunCommand.commandLine().execute(words.toArray(String[]::new));
  }
}
