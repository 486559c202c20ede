package dev.ferry.server.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRateTest {
  private static final int A_SECOND = 20;
  private static final int AT_ONCE = 40;
  private static final long EACH = TimeUnit.SECONDS.toNanos(1) / A_SECOND;

  /** {@code System.nanoTime} may begin anywhere, and go over its end. */
  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MAX_VALUE - 1, Long.MIN_VALUE})
  void aBurstIsTakenAtOnceAndNoMore(long start) {
    RequestRate rate = rate(start);
    assertEquals(AT_ONCE, takenAt(rate, start));
  }

  @Test
  void afterTheBurstSoManyASecondAreTaken() {
    RequestRate rate = rate(0);
    takenAt(rate, 0);
    int taken = 0;
    for (int ms = 1; ms <= 10_000; ms++) {
      taken += takenAt(rate, TimeUnit.MILLISECONDS.toNanos(ms));
    }
    assertEquals(10 * A_SECOND, taken);
  }

  @Test
  void afterRestThereIsOneBurstAndNotMore() {
    RequestRate rate = rate(0);
    takenAt(rate, 0);
    assertEquals(AT_ONCE, takenAt(rate, TimeUnit.HOURS.toNanos(1)));
  }

  @Test
  void whoComesAsLateAsToldIsTaken() {
    RequestRate rate = rate(0);
    takenAt(rate, 0);
    long tooEarly = rate.take(1);
    assertEquals(EACH - 1, tooEarly);
    assertTrue(rate.take(tooEarly) > 0);
    assertEquals(0, rate.take(1 + tooEarly));
  }

  @Test
  void theHighestRateAndBurstAreNotTooMuch() {
    RequestRate rate = new RequestRate(limits(1_000_000_000, 1_000_000_000), 0);
    assertEquals(0, rate.take(0));
    assertEquals(0, rate.take(0));
  }

  private static int takenAt(RequestRate rate, long nanoTime) {
    int taken = 0;
    while (rate.take(nanoTime) == 0) {
      taken++;
    }
    return taken;
  }

  private static RequestRate rate(long nanoTime) {
    return new RequestRate(limits(A_SECOND, AT_ONCE), nanoTime);
  }

  private static PeerLimits limits(int aSecond, int atOnce) {
    Duration any = Duration.ofSeconds(30);
    return new PeerLimits(any, any, any, 1, 1, aSecond, atOnce);
  }
}
