package dev.ferry.bench;

import java.io.IOException;
import java.util.stream.Stream;
import org.openjdk.jmh.Main;

/**
 * Runs the benchmarks whose names match; takes what JMH takes, {@code -h} tells. Always says what
 * an operation takes of a processor and what it allocates: these hold on a machine that has more to
 * do.
 */
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] arguments) throws IOException {
    Main.main(
        Stream.concat(
                Stream.of("-prof", "gc", "-prof", CpuTime.class.getName()), Stream.of(arguments))
            .toArray(String[]::new));
  }
}
