package dev.ferry.client.driver;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers the lives of clients by when they began, so that the server knows a login of the life
 * before, if it arrives late, as such: milliseconds since 1970 by the device's clock, times 2^20,
 * and a random rest. Thread-safe.
 */
public final class Launches {
  private static final int RANDOM_BITS = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The newest of this process; any thread. */
  private static final AtomicLong NEWEST = new AtomicLong();

  private Launches() {}

  /** Higher than all before in this process, and on this device if its clock was not set back. */
  public static long next() {
    long now = System.currentTimeMillis() << RANDOM_BITS | RANDOM.nextInt(1 << RANDOM_BITS);
    return NEWEST.updateAndGet(before -> Math.max(before + 1, now));
  }
}
