package dev.ferry.loadtest.run;

import dev.ferry.loadtest.report.Compare;
import dev.ferry.loadtest.report.ResultJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Two results beside one another. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = "Compares the figures of two runs.")
final class CompareCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A.json", description = "Before.")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "B.json", description = "After.")
  private Path after = Path.of("");

  @Override
  public Integer call() throws IOException {
    String text = Compare.text(ResultJson.read(before), ResultJson.read(after));
    if (spec != null) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
    }
    return RunCommand.CLEAN;
  }
}
