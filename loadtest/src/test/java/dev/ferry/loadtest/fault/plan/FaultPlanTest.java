package dev.ferry.loadtest.fault.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.fault.plan.FaultScope.Way;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultPlanTest {
  private static final FaultSetting SETTING = FaultSetting.of(Duration.ofSeconds(30), 3);

  @Test
  void valuesAndTheirFaultsAddUpInTheOrderOfTime() {
    FaultPlan plan =
        FaultPlan.parse(List.of("kill-redis@12s", "kill-node@5s,failover@1s"), SETTING);
    assertEquals("failover@1s,kill-node@5s,kill-redis@12s+1s", plan.text());
  }

  @Test
  void everyPartArrivesInTheRecord() {
    assertEquals(
        new Fault(
            FaultKind.DELAY_CLIENTS,
            new FaultScope(0, Duration.ofMillis(200), 0, 30, Way.DOWN),
            Duration.ofSeconds(5),
            Duration.ofMillis(1_500)),
        only("delay-clients:30%:down:200ms@5s+1.5s"));
    assertEquals(64_000, only("throttle-redis:64k@1s+1s").scope().bytesPerSecond());
    assertEquals(2_000_000, only("throttle-redis:2m@1s+1s").scope().bytesPerSecond());
    assertEquals(3, only("kill-node:3@1s").scope().node());
    assertEquals(0.005, only("drop-bus:0.5%@1s+1s").scope().share());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kill-node@5s",
        "kill-node:2@5s+3s",
        "stop-node:1@500ms+2s",
        "restart-node:3@0s",
        "kill-redis@12s+1s",
        "stop-redis@1s+1s",
        "failover@1s",
        "cut-clients:50%@1s+1s",
        "blackhole-clients:up@1s+1s",
        "delay-clients:200ms:down:30%@5s+10s",
        "throttle-clients:64k@1s+1s",
        "throttle-clients:1234@1s+1s",
        "reset-clients:30%@29999ms",
        "cut-redis@1s+1s",
        "blackhole-redis@1s+1s",
        "delay-redis:5ms@1s+1s",
        "throttle-redis:1m@1s+1s",
        "reset-redis@1s",
        "drop-bus:20%@1s+1s",
        "drop-bus:12.5%@1s+1s",
        "stop-reading:10%@1s+1s",
        "power-loss@1s+1s",
        "fill-redis-memory@1s+1s",
        "fill-redis-disk@1s+1s"
      })
  void canonicalTextIsReadBackAsItIs(String text) {
    FaultPlan plan = FaultPlan.parse(List.of(text), SETTING);
    assertEquals(text, plan.text());
    assertEquals(plan, FaultPlan.parse(List.of(plan.text()), SETTING));
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void everyKindIsKnownByItsName(FaultKind kind) {
    assertEquals(Optional.of(kind), FaultKind.named(kind.text()));
    assertTrue(kind.form().startsWith(kind.text()), kind.form());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "kil-node@5s                   | 0  | kil-node  | one of",
        "\"\"                          | 0  | \"\"      | one of",
        "failover@1s,                  | 12 | \"\"      | one of",
        "failover                      | 8  | \"\"      | @TIME",
        "failover@                     | 9  | \"\"      | a time",
        "failover@5                    | 9  | 5         | a time",
        "failover@-1s                  | 9  | -1s       | a time",
        "failover@30s                  | 9  | 30s       | before the end of the run, 30s",
        "failover@1s+1s                | 11 | +1s       | no duration",
        "failover@1s@2s                | 11 | @2s       | ',' or the end",
        "failover:1@1s                 | 9  | 1         | no more here",
        "stop-node@1s                  | 12 | \"\"      | +DURATION",
        "stop-node@1s+0s               | 13 | 0s        | more than 0",
        "stop-node@1s+x                | 13 | x         | a time",
        "kill-node:0@1s                | 10 | 0         | a node's number",
        "kill-node:4@1s                | 10 | 4         | a node of this run, 1 to 3",
        "kill-node:1:2@1s              | 12 | 2         | no more here",
        "kill-node:two@1s              | 10 | two       | a node's number",
        "failover@1s,kill-node:9@1s    | 22 | 9         | a node of this run",
        "delay-clients@1s+1s           | 13 | @1s+1s    | a delay such as 200ms",
        "delay-clients:0ms@1s+1s       | 14 | 0ms       | a delay such as 200ms",
        "delay-clients:11m@1s+1s       | 14 | 11m       | a delay such as 200ms",
        "throttle-clients:64q@1s+1s    | 17 | 64q       | bytes a second",
        "throttle-clients:0@1s+1s      | 17 | 0         | bytes a second",
        "drop-bus@1s+1s                | 8  | @1s+1s    | a share",
        "drop-bus:0%@1s+1s             | 9  | 0%        | a share",
        "drop-bus:101%@1s+1s           | 9  | 101%      | a share",
        "random                        | 6  | \"\"      | :SEED",
        "random:x                      | 7  | x         | a seed",
        "random:1:1001                 | 9  | 1001      | how many faults",
        "random:1@5s                   | 8  | @5s       | ',' or the end"
      })
  void whatCannotBeMeantIsRefusedWithItsPlace(
      String value, int position, String found, String expected) {
    InvalidFaultException refused = refused(value, SETTING);
    assertEquals(new InvalidFaultException.Place(value, position, found), refused.place());
    assertTrue(refused.expected().contains(expected), refused.getMessage());
    assertTrue(String.valueOf(refused.getMessage()).contains("'" + value + "'"));
  }

  @Test
  void theNearestNameIsOffered() {
    assertEquals(Optional.of("kill-node"), refused("kil-node@5s", SETTING).hint());
    assertEquals(Optional.of("blackhole-redis"), refused("blackhol-rediss@5s", SETTING).hint());
    assertEquals(Optional.empty(), refused("earthquake@5s", SETTING).hint());
  }

  @Test
  void whatTheFleetCannotDoIsRefused() {
    FaultSetting single =
        new FaultSetting(Duration.ofSeconds(30), 3, EnumSet.of(FaultKind.KILL_NODE));
    assertTrue(refused("failover@1s", single).expected().contains("kill-node"));
    assertEquals(Optional.empty(), refused("failovr@1s", single).hint());
  }

  @Test
  void moreFaultsThanThereMayBeAreRefused() {
    assertThrows(
        InvalidFaultException.class,
        () -> FaultPlan.parse(List.of("random:1:1000,failover@1s"), SETTING));
    assertThrows(
        IllegalArgumentException.class,
        () -> FaultPlan.parse(List.of("random:1:1000", "failover@1s"), SETTING));
  }

  @Test
  void aSeedGivesTheSamePlanAgainAndAnotherSeedAnother() {
    FaultPlan plan = FaultPlan.parse(List.of("random:7:40"), SETTING);
    assertEquals(40, plan.faults().size());
    assertEquals(plan, FaultPlan.parse(List.of("random:7:40"), SETTING));
    assertNotEquals(plan, FaultPlan.parse(List.of("random:8:40"), SETTING));
    assertEquals(6, FaultPlan.parse(List.of("random:7"), SETTING).faults().size());
  }

  @Test
  void aDrawnPlanCanBeWrittenDownAndHurtsNothingForGood() {
    FaultPlan plan = FaultPlan.parse(List.of("random:3:1000"), SETTING);
    assertEquals(plan, FaultPlan.parse(List.of(plan.text()), SETTING));
    for (Fault fault : plan.faults()) {
      assertFalse(fault.kind() == FaultKind.KILL_NODE && fault.lasting().isZero(), fault::text);
      assertNotEquals(FaultKind.POWER_LOSS, fault.kind());
    }
  }

  @Test
  void onlyWhatIsPossibleIsDrawn() {
    Set<FaultKind> possible = EnumSet.of(FaultKind.KILL_NODE, FaultKind.RESET_CLIENTS);
    FaultSetting noNodes = new FaultSetting(Duration.ofSeconds(1), 0, possible);
    for (Fault fault : FaultPlan.parse(List.of("random:3:20"), noNodes).faults()) {
      assertEquals(FaultKind.RESET_CLIENTS, fault.kind());
    }
  }

  private static Fault only(String text) {
    List<Fault> faults = FaultPlan.parse(List.of(text), SETTING).faults();
    assertEquals(1, faults.size());
    return faults.get(0);
  }

  private static InvalidFaultException refused(String value, FaultSetting setting) {
    return assertThrows(
        InvalidFaultException.class, () -> FaultPlan.parse(List.of(value), setting), value);
  }
}
