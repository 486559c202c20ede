package dev.ferry.loadtest.fault;

import java.util.SplittableRandom;

/**
 * What a {@link FaultProxy} does to connections until it is told to stop.
 *
 * @param up how the direction towards the server behaves
 * @param down how the direction from the server behaves
 * @param refusing connections there are end in good order, and new ones are refused
 * @param sample the connections that it hits
 */
public record Impairment(Line up, Line down, boolean refusing, Sample sample) {
  /**
   * A share of the connections, the same ones for as long as an impairment lasts.
   *
   * @param share above 0, at most 1
   * @param seed decides which
   */
  public record Sample(double share, long seed) {
    public static final Sample ALL = new Sample(1, 0);
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    public Sample {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException("share: " + share + " (expected: above 0, at most 1)");
      }
    }

    boolean isAll() {
      return share == 1;
    }

    /** Whether it has the connection of that number in it. */
    boolean hits(long number) {
      return isAll() || new SplittableRandom(seed ^ (number * STRIDE)).nextDouble() < share;
    }
  }

  /** Both directions alike, for all connections. */
  public static Impairment of(Line line) {
    return new Impairment(line, line, false, Sample.ALL);
  }

  /** Only what goes towards the server. */
  public static Impairment up(Line line) {
    return new Impairment(line, Line.CLEAR, false, Sample.ALL);
  }

  /** Only what comes from the server. */
  public static Impairment down(Line line) {
    return new Impairment(Line.CLEAR, line, false, Sample.ALL);
  }

  /** No connections, neither old nor new ones. */
  public static Impairment cut() {
    return new Impairment(Line.CLEAR, Line.CLEAR, true, Sample.ALL);
  }

  /** The same for some. */
  public Impairment on(Sample some) {
    return new Impairment(up, down, refusing, some);
  }

  boolean refuses(long number) {
    return refusing && sample.hits(number);
  }
}
