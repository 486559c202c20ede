package dev.ferry.loadtest.report;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.report.FailIf.InvalidConditionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailIfTest {
  @ParameterizedTest
  @CsvSource({
    "lost>0, true", "lost>=3, true", "lost>3, false", "lost<3, false", "lost<=3, true",
    "lost<4, true", "lost==3, true", "lost==2, false", "lost!=3, false", "lost!=2, true",
    "lost>=4, false", "lost<=2, false", "lost > 2.5, true", "lost>1e2, false",
  })
  void comparesByEachOperator(String condition, boolean fails) throws InvalidConditionException {
    assertEquals(fails, !failures(condition, SampleResults.violated()).isEmpty());
  }

  @Test
  void listsTheConditionsThatHold() throws InvalidConditionException {
    assertEquals(
        List.of("lost is 3 (fail if lost>0)", "duplicated is 1 (fail if duplicated>0)"),
        failures("lost>0, duplicated>0, reordered>0", SampleResults.violated()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deliver_p99_ms<1",
        "deliver_raw_p999_ms<1",
        "deliver_count<1",
        "ack_mean_ms<1",
        "server_cpu_us_per_delivery<1",
        "server_rss_bytes<1",
        "redis_bytes_per_message<1",
        "harness_cpu_share<0.01",
        "acked_per_s<1",
        "node-1_rss_peak_bytes<1",
        "cores<1",
      })
  void knowsFiguresOfEachKind(String condition) throws InvalidConditionException {
    assertEquals(List.of(), failures(condition, SampleResults.clean()));
  }

  @Test
  void readsAFigureFromItsPlace() throws InvalidConditionException {
    Result result = SampleResults.clean();
    double p99 = requireNonNull(result.latencies().get("deliver_ms")).p99();
    assertEquals(1, failures("deliver_p99_ms==" + p99, result).size());
    assertEquals(0, failures("deliver_raw_p99_ms==" + p99, result).size());
    assertEquals(1, failures("server_cpu_us_per_delivery==4.55", result).size());
    assertEquals(1, failures("node-2_cpu_user_us==6900000", result).size());
  }

  @Test
  void ratesLeaveOutTheWarmUp() throws InvalidConditionException {
    Result result = SampleResults.faulted();
    assertEquals(58_190, result.counts().acked());
    assertEquals(1, failures("acked_per_s==20", result).size());
  }

  @Test
  void aFigureThatWasNotMeasuredFails() throws InvalidConditionException {
    assertEquals(
        List.of("deliver_p99_ms was not measured (fail if deliver_p99_ms>200)"),
        failures("deliver_p99_ms>200", SampleResults.idle()));
    assertFalse(
        failures("server_cpu_us_per_login<1,redis_cpu_us_per_message<1", clean()).isEmpty());
    assertFalse(failures("nod-1_rss_peak_bytes<1", clean()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lost",
        "lost>",
        ">0",
        "lost=0",
        "lost>x",
        "lost>0 acked<1",
        "lost=>1",
        "lost>NaN",
        "lost>Infinity",
      })
  void refusesWhatIsNoCondition(String piece) {
    InvalidConditionException e =
        assertThrows(InvalidConditionException.class, () -> FailIf.parse("lost>0," + piece));
    assertEquals(piece, e.piece());
  }

  @Test
  void hintsAtTheNearestNameAndListsAll() {
    InvalidConditionException e =
        assertThrows(InvalidConditionException.class, () -> FailIf.parse("delivr_p99_ms>200"));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("'delivr_p99_ms>200': no figure: delivr_p99_ms"), message);
    assertTrue(message.contains("did you mean deliver_p99_ms"), message);
    assertTrue(message.contains("server_cpu_us_per_login"), message);
  }

  @Test
  void hintsAtNothingWhenNothingIsNear() {
    InvalidConditionException e =
        assertThrows(InvalidConditionException.class, () -> FailIf.parse("qqqqqqqq>200"));
    assertFalse(String.valueOf(e.getMessage()).contains("did you mean"), e.getMessage());
  }

  @Test
  void everyFigureOfARunHasAName() {
    for (String figure : Figures.of(clean()).keySet()) {
      assertTrue(Figures.isName(figure), figure);
    }
  }

  private static Result clean() {
    return SampleResults.clean();
  }

  private static List<String> failures(String text, Result result)
      throws InvalidConditionException {
    return FailIf.parse(text).failures(result);
  }
}
