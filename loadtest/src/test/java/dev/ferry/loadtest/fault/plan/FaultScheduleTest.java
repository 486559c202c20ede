package dev.ferry.loadtest.fault.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
  private static final FaultSetting SETTING = FaultSetting.of(Duration.ofSeconds(30), 3);

  @Test
  void faultsHappenOnAThreadOfItsOwnAndCloseEndsThem() throws InterruptedException {
    FakeTarget fake = new FakeTarget();
    CountDownLatch happened = new CountDownLatch(2);
    AtomicReference<Thread> thread = new AtomicReference<>();
    FaultTarget target =
        fault -> {
          thread.set(Thread.currentThread());
          happened.countDown();
          return fake.begin(fault);
        };
    FaultPlan plan =
        FaultPlan.parse(List.of("stop-node:1@0s+20s,failover@1ms,failover@29s"), SETTING);
    FaultSchedule schedule = FaultSchedule.start(plan, target, fake);
    try (schedule) {
      assertTrue(happened.await(20, TimeUnit.SECONDS));
    }
    schedule.close();
    assertNotEquals(Thread.currentThread(), thread.get());
    assertEquals(
        List.of("do stop-node:1@0s+20s", "do failover@1ms", "undo stop-node:1@0s+20s"),
        fake.told().stream().filter(line -> line.contains("do ")).toList());
  }

  @Test
  void anEmptyPlanDoesNothing() {
    FakeTarget fake = new FakeTarget();
    FaultSchedule.start(FaultPlan.NONE, fake, fake).close();
    assertEquals(List.of(), fake.told());
  }
}
