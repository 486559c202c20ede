package dev.ferry.loadtest.fleet;

import dev.ferry.loadtest.figure.ProcessUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node's JVM really uses: the heap that is left after a full collection, as {@code jcmd}
 * tells, and everything beside the heap: its memory in RAM less the heap's committed size. That
 * holds when the whole heap was touched at the start ({@code -Xms} as {@code -Xmx}, {@code
 * -XX:+AlwaysPreTouch}); else the second part is too small.
 */
final class NodeMemory {
  /** JDK 17: {@code total 9K, used 5K}; 25: {@code total reserved 9K, committed 9K, used 5K}. */
  private static final Pattern HEAP = Pattern.compile("(\\d+)K, used (\\d+)K");

  private static final int COLLECTIONS = 2;
  private static final int PATIENCE_S = 60;

  private NodeMemory() {}

  /** In bytes; collects, so it takes a moment. */
  static long usedBytes(long pid) {
    for (int i = 0; i < COLLECTIONS; i++) {
      jcmd(pid, "GC.run");
    }
    Matcher heap = HEAP.matcher(jcmd(pid, "GC.heap_info"));
    if (!heap.find()) {
      throw new IllegalStateException("jcmd does not tell the heap of " + pid);
    }
    long committed = Long.parseLong(heap.group(1)) << 10;
    long used = Long.parseLong(heap.group(2)) << 10;
    return used + ProcessUsage.of(pid).rssBytes() - committed;
  }

  private static String jcmd(long pid, String command) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("jcmd " + pid + " " + command + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be measured with a JDK only: " + jcmd, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
