package dev.ferry.loadtest.fault.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FaultTimelineTest {
  private static final FaultSetting SETTING = FaultSetting.of(Duration.ofSeconds(30), 3);

  private final FakeTarget target = new FakeTarget();
  private Duration now = Duration.ZERO;

  @Test
  void faultsBeginAndEndWhenTheyAreDueAndNotBefore() {
    FaultTimeline timeline = timeline("failover@1s,stop-node:2@2s+3s");
    assertEquals(millis(1_000), timeline.advance());
    now = Duration.ofMillis(999);
    assertEquals(millis(1_000), timeline.advance());
    assertEquals(List.of(), target.told());

    now = Duration.ofMillis(1_000);
    assertEquals(millis(2_000), timeline.advance());
    assertEquals(List.of("begun failover@1s 1000", "do failover@1s"), target.told());

    now = Duration.ofMillis(2_100);
    assertEquals(millis(5_100), timeline.advance());
    assertEquals(List.of("begun stop-node:2@2s+3s 2100", "do stop-node:2@2s+3s"), target.told());

    now = Duration.ofMillis(5_100);
    assertEquals(Optional.empty(), timeline.advance());
    assertEquals(List.of("undo stop-node:2@2s+3s", "ended stop-node:2@2s+3s 5100"), target.told());
  }

  @Test
  void anEndGoesBeforeABeginOfTheSameMoment() {
    FaultTimeline timeline = timeline("stop-redis@1s+1s,stop-redis@2s+1s");
    now = Duration.ofSeconds(1);
    timeline.advance();
    target.told();
    now = Duration.ofSeconds(2);
    timeline.advance();
    assertEquals(
        List.of(
            "undo stop-redis@1s+1s",
            "ended stop-redis@1s+1s 2000",
            "begun stop-redis@2s+1s 2000",
            "do stop-redis@2s+1s"),
        target.told());
  }

  @Test
  void aFaultThatFailsIsToldOfAndTheOthersGoOn() {
    target.failingBegin = "kill-redis@1s+1s";
    target.failingEnd = "stop-node:1@1s+1s";
    FaultTimeline timeline = timeline("kill-redis@1s,stop-node:1@1s+1s,failover@3s");
    now = Duration.ofSeconds(1);
    timeline.advance();
    assertEquals(
        List.of(
            "begun kill-redis@1s+1s 1000",
            "failed kill-redis@1s+1s 1000 no luck",
            "begun stop-node:1@1s+1s 1000",
            "do stop-node:1@1s+1s"),
        target.told());
    now = Duration.ofSeconds(3);
    assertEquals(Optional.empty(), timeline.advance());
    assertEquals(
        List.of(
            "undo stop-node:1@1s+1s",
            "failed stop-node:1@1s+1s 3000 no luck",
            "begun failover@3s 3000",
            "do failover@3s"),
        target.told());
  }

  @Test
  void whatIsStillOnEndsAtTheEndAndWhatWasToComeDoesNot() {
    target.failingEnd = "cut-redis@2s+20s";
    FaultTimeline timeline =
        timeline("stop-node:1@1s+20s,cut-redis@2s+20s,failover@9s,kill-node:3@1s");
    now = Duration.ofSeconds(3);
    timeline.advance();
    target.told();
    timeline.finish();
    assertEquals(
        List.of(
            "undo cut-redis@2s+20s",
            "failed cut-redis@2s+20s 3000 no luck",
            "undo stop-node:1@1s+20s",
            "ended stop-node:1@1s+20s 3000"),
        target.told());
    now = Duration.ofSeconds(30);
    assertEquals(Optional.empty(), timeline.advance());
    assertEquals(List.of(), target.told());
  }

  @Test
  void aSlowBeginDoesNotShortenTheFault() {
    FaultTarget slow =
        fault -> {
          now = now.plusSeconds(4);
          return target.begin(fault);
        };
    FaultTimeline timeline =
        new FaultTimeline(
            FaultPlan.parse(List.of("kill-redis@1s+1s"), SETTING), slow, target, () -> now);
    now = Duration.ofSeconds(1);
    assertEquals(millis(6_000), timeline.advance());
  }

  private FaultTimeline timeline(String plan) {
    return new FaultTimeline(FaultPlan.parse(List.of(plan), SETTING), target, target, () -> now);
  }

  private static Optional<Duration> millis(long millis) {
    return Optional.of(Duration.ofMillis(millis));
  }
}
