package dev.ferry.loadtest.run;

import dev.ferry.loadtest.scenario.Scenario;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a scenario that comes with the harness. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Prints a scenario's file, to be copied and edited; run is what all include.")
final class ShowCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "SCENARIO", description = "Its name.")
  private String name = "";

  @Override
  public Integer call() {
    String text = Scenario.text(name);
    if (spec != null) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    }
    return RunCommand.CLEAN;
  }
}
