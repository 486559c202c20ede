package dev.ferry.client.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LaunchesTest {
  @Test
  void eachIsHigherThanTheOneBeforeAndTellsWhenItBegan() {
    long before = System.currentTimeMillis();
    long launch = Launches.next();
    for (int i = 0; i < 1_000; i++) {
      long next = Launches.next();
      assertTrue(next > launch, next + " after " + launch);
      launch = next;
    }
    long beganMs = launch >>> 20;
    assertEquals(0, Math.floorDiv(beganMs - before, 60_000), "about now");
  }
}
