package dev.ferry.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A second JVM for {@link EmbeddedRedisIT}: starts Redis, says its pid, waits to be killed. */
public final class EmbeddedRedisChild {
  private EmbeddedRedisChild() {}

  /** Takes the data folder. */
  public static void main(String[] args) throws Exception {
    System.out.println(outcome(args));
    System.out.flush();
    Thread.sleep(60_000);
  }

  private static String outcome(String[] args) {
    try {
      return "pid " + EmbeddedRedis.start(EmbeddedRedis.Settings.in(Path.of(args[0]))).pid();
    } catch (EmbeddedRedisException e) {
      return e.getClass().getSimpleName() + " " + e.getMessage();
    }
  }

  /** Starts this class in a JVM of its own with the caller's class path. */
  static Process spawn(Path dataDir) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            EmbeddedRedisChild.class.getName(),
            dataDir.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The line that {@link #main} printed, past the log's. */
  static String outcome(Process child) throws IOException {
    var out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("pid ") || line.startsWith("DataFolder")) {
        return line;
      }
    }
    throw new IllegalStateException("The child said nothing");
  }
}
