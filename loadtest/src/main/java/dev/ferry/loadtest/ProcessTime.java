package dev.ferry.loadtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * User and system time of a process, from Linux's {@code /proc/<pid>/stat}: fields 14 and 15, in
 * ticks of 10 ms.
 */
final class ProcessTime {
  private static final long MICROS_PER_TICK = 10_000;
  private static final int USER_AFTER_NAME = 11;

  private ProcessTime() {}

  static long micros(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // The name, in parentheses, may contain blanks.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long user = Long.parseLong(fields[USER_AFTER_NAME]);
    long system = Long.parseLong(fields[USER_AFTER_NAME + 1]);
    return (user + system) * MICROS_PER_TICK;
  }
}
