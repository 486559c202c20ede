package dev.ferry.loadtest.fleet;

import java.io.IOException;

/**
 * Ends a child process with this JVM, however the JVM ends: a shell waits on a pipe that only this
 * JVM holds open, which the kernel closes after a SIGKILL too.
 */
final class Leash {
  private static final String WATCH = "read -r ignored; kill -KILL \"$0\"";

  private Leash() {}

  /** The watcher goes with the child, whose pid may be another process's soon. */
  static void tie(Process child) throws IOException {
    Process watcher =
        new ProcessBuilder("/bin/sh", "-c", WATCH, Long.toString(child.pid()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var unused = child.onExit().thenRun(watcher::destroyForcibly);
  }
}
