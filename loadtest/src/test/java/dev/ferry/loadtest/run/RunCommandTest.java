package dev.ferry.loadtest.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.scenario.ScenarioException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Nothing is started for words that cannot be meant. */
class RunCommandTest {
  @Test
  void settingsAreGivenInEitherManner() {
    assertEquals(
        Map.of("members", "7", "rate", "20"),
        RunCommand.changes(List.of("--members", "7", "--rate=20")));
    assertThrows(ScenarioException.class, () -> RunCommand.changes(List.of("--members")));
    assertThrows(ScenarioException.class, () -> RunCommand.changes(List.of("7")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "group --rat 7 | setting: rat",
        "group --fault kill-nod@5s | did you mean kill-node",
        "group --fail-if lots>0 | --fail-if: ",
        "group --server tcp://127.0.0.1:1 | --secret: missing",
        "nothing | scenario: nothing",
        "show nothing | scenario: nothing"
      })
  void wrongUsageIsSaidInALine(String words, String said) {
    StringWriter err = new StringWriter();
    CommandLine command = RunCommand.commandLine();
    command.setErr(new PrintWriter(err));
    command.getSubcommands().values().forEach(each -> each.setErr(new PrintWriter(err)));
    assertEquals(RunCommand.USAGE, command.execute(words.split(" ")), err::toString);
    assertTrue(err.toString().contains(said), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
  }
}
