package dev.ferry.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A running Redis that ends with this JVM, however the JVM ends.
 *
 * <p>Redis is the child of a shell whose standard input is a pipe that only this JVM holds open.
 * When the JVM dies, by SIGKILL too, the kernel closes the pipe, the shell's watcher reads the end
 * of it and stops Redis. Redis runs in a session of its own: a Ctrl-C in the terminal must reach
 * the server only, which still needs Redis to leave in good order. (Where there is no setsid, a
 * shell with job control does as much; without either, only that one nicety is lost.) It inherits
 * that XFSZ is ignored: a file that may not grow is to it what a full disk is, a write that fails,
 * which it handles and reports.
 */
final class RedisProcess {
  private static final String WRAPPER =
      """
      umask 077
      trap '' INT HUP TERM XFSZ
      pid_file=$1 log=$2
      shift 2
      exec 3<&0 </dev/null
      if command -v setsid >/dev/null 2>&1; then set -- setsid "$@"; else set -m; fi 2>/dev/null
      (trap - INT HUP TERM; exec "$@") 3<&- >>"$log" 2>&1 &
      redis=$!
      echo "$redis" >"$pid_file"
      echo "$redis"
      exec >/dev/null
      {
        read -r ignored <&3
        kill -TERM "$redis"
        tries=0
        while [ "$tries" -lt 50 ] && kill -0 "$redis"; do sleep 0.1; tries=$((tries + 1)); done
        kill -KILL "$redis"
      } 2>/dev/null &
      watcher=$!
      exec 3<&-
      wait "$redis"
      code=$?
      kill -KILL "$watcher" 2>/dev/null
      exit "$code"
      """;
  private static final int LOG_LINES_SHOWN = 20;

  private final Process wrapper;
  private final long pid;
  private final Optional<ProcessHandle> redis;
  private final Path log;

  /** One for all who ask: a future made for each is not done at once, not even after the end. */
  private final CompletableFuture<Integer> exit;

  private RedisProcess(Process wrapper, long pid, Path log) {
    this.wrapper = wrapper;
    this.pid = pid;
    this.redis = ProcessHandle.of(pid);
    this.log = log;
    this.exit = wrapper.onExit().thenApply(Process::exitValue);
  }

  /**
   * Launches and does not wait for readiness.
   *
   * @param folder gets the pid file and the log; the log of the start before is kept beside it
   * @param mode {@code --sentinel} for that, nothing for a Redis with data
   */
  static RedisProcess launch(Path binary, Path conf, Path folder, String... mode)
      throws IOException {
    Path log = folder.resolve("redis.log");
    if (Files.exists(log)) {
      Files.move(log, folder.resolve("redis.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    Files.createFile(
        log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    List<String> command =
        new ArrayList<>(
            List.of("/bin/sh", "-c", WRAPPER, "ferry-redis", pidFile(folder).toString()));
    command.addAll(List.of(log.toString(), binary.toString(), conf.toString()));
    command.addAll(List.of(mode));
    Process wrapper =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    String pid = firstLine(wrapper);
    if (pid == null) {
      wrapper.destroyForcibly();
      throw new EmbeddedRedisException("/bin/sh could not launch Redis:\n" + lastLines(log));
    }
    return new RedisProcess(wrapper, Long.parseLong(pid), log);
  }

  private static @Nullable String firstLine(Process wrapper) throws IOException {
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(wrapper.getInputStream(), US_ASCII))) {
      return out.readLine();
    }
  }

  /**
   * The Redis that a killed parent left on this folder, as long as it lives.
   *
   * @param conf its configuration's path, by which it is told from a stranger with the same pid
   */
  static Optional<ProcessHandle> predecessor(Path folder, Path conf) throws IOException {
    Path file = pidFile(folder);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    String pid = Files.readString(file, US_ASCII).strip();
    if (!pid.matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(pid))
        .filter(
            process ->
                process.info().commandLine().filter(s -> s.contains(conf.toString())).isPresent());
  }

  private static Path pidFile(Path folder) {
    return folder.resolve("redis.pid");
  }

  long pid() {
    return pid;
  }

  boolean isAlive() {
    return wrapper.isAlive();
  }

  /** Completes with the exit code of Redis; 128 and more when a signal ended it. */
  CompletableFuture<Integer> onExit() {
    return exit.copy();
  }

  /**
   * SIGTERM: Redis writes and syncs its AOF and ends.
   *
   * @return whether it ended within the time
   */
  boolean terminate(Duration timeout) throws InterruptedException {
    redis.ifPresent(ProcessHandle::destroy);
    return wrapper.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** SIGKILL, and waits until the kernel has taken the process away. */
  void kill() throws InterruptedException {
    redis.ifPresent(ProcessHandle::destroyForcibly);
    wrapper.waitFor();
  }

  /**
   * Sends a signal by its name; one to a process that has ended is lost.
   *
   * @throws EmbeddedRedisException when it cannot be sent
   */
  void signal(String name) {
    tell("kill", "-" + name, Long.toString(pid));
  }

  /**
   * The soft limit on the size of its files.
   *
   * @param bytes or {@code unlimited}
   * @throws EmbeddedRedisException when it cannot be set
   */
  void limitFileSize(String bytes) {
    tell("prlimit", "--pid", Long.toString(pid), "--fsize=" + bytes + ":");
  }

  private void tell(String... command) {
    if (!isAlive()) {
      return;
    }
    String words = String.join(" ", command);
    try {
      int code = new ProcessBuilder(command).start().waitFor();
      if (code != 0 && isAlive()) {
        throw new EmbeddedRedisException(words + " failed with " + code);
      }
    } catch (IOException e) {
      throw new EmbeddedRedisException(words + " failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedRedisException("Interrupted while Redis was told something", e);
    }
  }

  /** What Redis said last. */
  String lastLines() {
    return lastLines(log);
  }

  private static String lastLines(Path log) {
    try {
      List<String> lines = new String(Files.readAllBytes(log), UTF_8).lines().toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "(" + log + " cannot be read: " + e.getMessage() + ")";
    }
  }
}
