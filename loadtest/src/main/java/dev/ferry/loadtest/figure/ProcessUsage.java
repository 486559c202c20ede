package dev.ferry.loadtest.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used since its start, as Linux tells in {@code /proc}: {@code stat}, fields 14
 * and 15, in ticks of 10 ms, and {@code statm}, field 2, in pages.
 *
 * @param rssBytes memory in RAM at this moment
 */
public record ProcessUsage(long userMicros, long systemMicros, long rssBytes) {
  private static final long MICROS_PER_TICK = 10_000;
  private static final long PAGE_BYTES = 4096;
  private static final int USER_AFTER_NAME = 11;

  /** What a process that is gone has. */
  public static final ProcessUsage NONE = new ProcessUsage(0, 0, 0);

  /** Of that process now; {@link #NONE} when there is no such process, or no {@code /proc}. */
  public static ProcessUsage of(long pid) {
    Path folder = Path.of("/proc", Long.toString(pid));
    try {
      String stat = Files.readString(folder.resolve("stat"));
      // The name, in parentheses, may contain blanks.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      String[] pages = Files.readString(folder.resolve("statm")).split(" ");
      return new ProcessUsage(
          Long.parseLong(fields[USER_AFTER_NAME]) * MICROS_PER_TICK,
          Long.parseLong(fields[USER_AFTER_NAME + 1]) * MICROS_PER_TICK,
          Long.parseLong(pages[1]) * PAGE_BYTES);
    } catch (IOException e) {
      return NONE;
    }
  }

  public long cpuMicros() {
    return userMicros + systemMicros;
  }
}
