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
 * What a node's JVM really uses: the live objects, and everything beside the heap: its memory in
 * RAM less the heap's committed size. That holds when the whole heap was touched at the start
 * ({@code -Xms} as {@code -Xmx}, {@code -XX:+AlwaysPreTouch}); else the second part is too small.
 *
 * <p>The objects are counted in the pause that collects: by the time the heap's use can be asked
 * for, it has megabytes of garbage again. What {@code malloc} holds and nobody uses is given back
 * before RAM is read.
 */
final class NodeMemory {
  /** JDK 17: {@code total 9K, used 5K}; 25: {@code total reserved 9K, committed 9K, used 5K}. */
  private static final Pattern COMMITTED = Pattern.compile("(\\d+)K, used \\d+K");

  /** The last line of a class histogram: instances, bytes. */
  private static final Pattern LIVE = Pattern.compile("^Total +\\d+ +(\\d+)", Pattern.MULTILINE);

  private static final int PATIENCE_S = 60;

  private NodeMemory() {}

  /** In bytes; collects, so it takes a moment. */
  static long usedBytes(long pid) {
    // A first collection only finds what is to be cleaned up.
    jcmd(pid, "GC.run");
    long live = number(pid, "GC.class_histogram", LIVE);
    long committed = number(pid, "GC.heap_info", COMMITTED) << 10;
    jcmd(pid, "System.trim_native_heap");
    return live + ProcessUsage.of(pid).rssBytes() - committed;
  }

  private static long number(long pid, String command, Pattern pattern) {
    Matcher found = pattern.matcher(jcmd(pid, command));
    if (!found.find()) {
      throw new IllegalStateException("jcmd " + pid + " " + command + " does not tell " + pattern);
    }
    return Long.parseLong(found.group(1));
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
