package dev.ferry.redis;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Redis of our own, for a server on one machine and for tests: loopback only, behind a
 * random password, with its AOF under the data folder. It ends with this JVM even when that is
 * killed.
 *
 * <p>Files under {@code dataDir}: {@code ferry.lock} (one live owner), {@code bin/} (the unpacked
 * binary), {@code redis/} (configuration, pid, log of this start and the one before, AOF).
 *
 * <p>Thread-safe. {@link #close} and {@link #kill} end the handle; {@code start(redis.settings())}
 * starts it again on the same port with the same password and data.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedRedis.class);
  private static final Duration PREDECESSOR_WAIT = Duration.ofSeconds(10);
  private static final Duration READY_WAIT = Duration.ofSeconds(30);
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration STOP_WAIT = Duration.ofSeconds(10);
  private static final int START_TRIES = 3;

  private final Settings settings;
  private final RedisProcess process;
  private final DataFolderLock lock;
  private volatile boolean ended;

  private EmbeddedRedis(Settings settings, RedisProcess process, DataFolderLock lock) {
    this.settings = settings;
    this.process = process;
    this.lock = lock;
  }

  /** When Redis syncs its AOF: before each reply, about once a second, or when the kernel likes. */
  public enum Fsync {
    ALWAYS,
    EVERYSEC,
    NO
  }

  /**
   * How to start.
   *
   * @param dataDir created when missing; one live owner at a time
   * @param port on 127.0.0.1; 0 picks a free one
   * @param password letters, digits, {@code _} and {@code -}; "" makes a random one
   * @param binary the Redis to run
   * @param directives more lines for redis.conf; they win over ours
   */
  public record Settings(
      Path dataDir,
      int port,
      String password,
      Fsync fsync,
      boolean clusterEnabled,
      Binary binary,
      List<String> directives) {
    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9_-]*");

    public Settings {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
      }
      if (!PASSWORD.matcher(password).matches()) {
        throw new IllegalArgumentException("password: not shown (expected: " + PASSWORD + ")");
      }
      directives = List.copyOf(directives);
    }

    /** The embedded binary, a free port, a new password, each write on disk before its reply. */
    public static Settings in(Path dataDir) {
      return new Settings(dataDir, 0, "", Fsync.ALWAYS, false, Binary.embedded(), List.of());
    }

    public Settings withDataDir(Path value) {
      return new Settings(value, port, password, fsync, clusterEnabled, binary, directives);
    }

    public Settings withPort(int value) {
      return new Settings(dataDir, value, password, fsync, clusterEnabled, binary, directives);
    }

    public Settings withPassword(String value) {
      return new Settings(dataDir, port, value, fsync, clusterEnabled, binary, directives);
    }

    public Settings withFsync(Fsync value) {
      return new Settings(dataDir, port, password, value, clusterEnabled, binary, directives);
    }

    public Settings withClusterEnabled(boolean value) {
      return new Settings(dataDir, port, password, fsync, value, binary, directives);
    }

    public Settings withBinary(Binary value) {
      return new Settings(dataDir, port, password, fsync, clusterEnabled, value, directives);
    }

    public Settings withDirectives(String... values) {
      return new Settings(dataDir, port, password, fsync, clusterEnabled, binary, List.of(values));
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Settings["
          + dataDir
          + ", port "
          + port
          + ", fsync "
          + fsync
          + (clusterEnabled ? ", cluster" : "")
          + "]";
    }
  }

  /**
   * Starts Redis and returns when it answers. Waits, 10 s at most, for the Redis of a killed
   * predecessor on the same folder to end first.
   *
   * @throws DataFolderInUseException when another live process owns the folder
   * @throws EmbeddedRedisException when Redis cannot run; has the last lines that it said
   */
  public static EmbeddedRedis start(Settings settings) {
    Path data = settings.dataDir().toAbsolutePath().normalize();
    try {
      Path folder = data.resolve("redis");
      Files.createDirectories(data);
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      DataFolderLock lock = DataFolderLock.acquire(data);
      boolean started = false;
      try {
        EmbeddedRedis redis = startLocked(settings, folder, lock);
        started = true;
        return redis;
      } finally {
        if (!started) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw new EmbeddedRedisException("Redis cannot start under " + data + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedRedisException("Interrupted while Redis started under " + data, e);
    }
  }

  private static EmbeddedRedis startLocked(Settings settings, Path folder, DataFolderLock lock)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Path conf = folder.resolve("redis.conf");
    awaitPredecessor(folder, conf);
    RedisBinary binary = RedisBinary.find(settings.binary(), folder.resolveSibling("bin"));
    for (int tries = 1; ; tries++) {
      Settings complete = complete(settings);
      RedisConf.write(conf, folder, complete);
      RedisProcess process = RedisProcess.launch(binary.path(), conf, folder);
      if (becomesReady(process, complete)) {
        EmbeddedRedis redis = new EmbeddedRedis(complete, process, lock);
        redis.watch();
        log.info(
            "Embedded Redis {} ({}) on 127.0.0.1:{}, fsync {}, data in {}, started in {} ms:"
                + " for one machine only",
            binary.version(),
            binary.path(),
            complete.port(),
            complete.fsync(),
            folder,
            (System.nanoTime() - begin) / 1_000_000);
        return redis;
      }
      String said = process.lastLines();
      boolean lostPort = settings.port() == 0 && said.contains("Failed listening on port");
      if (!lostPort || tries == START_TRIES) {
        throw new EmbeddedRedisException(
            "Redis (" + binary.path() + ") did not start; it said last:\n" + said);
      }
    }
  }

  private static void awaitPredecessor(Path folder, Path conf)
      throws IOException, InterruptedException {
    Optional<ProcessHandle> predecessor = RedisProcess.predecessor(folder, conf);
    if (predecessor.isEmpty()) {
      return;
    }
    ProcessHandle process = predecessor.get();
    log.info("Waiting for the Redis of a killed predecessor to end, pid {}", process.pid());
    long deadline = System.nanoTime() + PREDECESSOR_WAIT.toNanos();
    while (process.isAlive()) {
      if (System.nanoTime() > deadline) {
        throw new DataFolderInUseException(
            "The Redis of an earlier run still uses "
                + folder
                + " after "
                + PREDECESSOR_WAIT.toSeconds()
                + " s: end process "
                + process.pid()
                + ".");
      }
      Thread.sleep(5);
    }
  }

  /** With a port and a password where the caller left them to us. */
  private static Settings complete(Settings settings) {
    Settings complete = settings;
    if (settings.port() == 0) {
      complete =
          complete.withPort(
              settings.clusterEnabled() ? LoopbackPort.freeWithClusterBus() : LoopbackPort.free());
    }
    if (settings.password().isEmpty()) {
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      complete = complete.withPassword(HexFormat.of().formatHex(random));
    }
    return complete;
  }

  /** Asks until Redis answers; false when it ended first. Loading a large AOF may take its time. */
  private static boolean becomesReady(RedisProcess process, Settings settings)
      throws InterruptedException {
    boolean decided = false;
    try {
      long deadline = System.nanoTime() + READY_WAIT.toNanos();
      while (process.isAlive() && System.nanoTime() < deadline) {
        try (RespConnection redis =
            RespConnection.open(settings.port(), settings.password(), PING_TIMEOUT)) {
          redis.ask("PING");
          decided = process.isAlive();
          return decided;
        } catch (RespConnection.RedisErrorException e) {
          if (e.code().equals("LOADING")) {
            deadline = System.nanoTime() + READY_WAIT.toNanos();
          }
          Thread.sleep(20);
        } catch (IOException e) {
          Thread.sleep(2);
        }
      }
      return false;
    } finally {
      if (!decided) {
        process.kill();
      }
    }
  }

  private void watch() {
    var unused =
        process
            .onExit()
            .thenAccept(
                code -> {
                  if (!ended) {
                    log.error(
                        "Embedded Redis ended by itself with code {}; it said last:\n{}",
                        code,
                        process.lastLines());
                  }
                });
  }

  /** The process id of Redis itself, not of its wrapper. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process is there, frozen or not. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** {@code redis://:password@127.0.0.1:port}; a secret. */
  public URI uri() {
    return URI.create("redis://:" + settings.password() + "@127.0.0.1:" + settings.port());
  }

  /** What it runs with, port and password included. */
  public Settings settings() {
    return settings;
  }

  /** A connection for a few plain commands. */
  public RespConnection connect() throws IOException {
    return RespConnection.open(settings.port(), settings.password(), PING_TIMEOUT);
  }

  /** Completes with Redis's exit code when it ends, whoever ended it. */
  public CompletableFuture<Integer> onExit() {
    return process.onExit();
  }

  /** SIGKILL, as a crash would; returns when the process is gone. For tests. */
  public synchronized void kill() {
    end(Duration.ZERO);
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  public void freeze() {
    process.signal("STOP");
  }

  /** SIGCONT. */
  public void resume() {
    process.signal("CONT");
  }

  /**
   * From now on no file of Redis grows beyond this many bytes, as if the disk were full. Where
   * there is {@code prlimit}, which is on Linux.
   */
  public void limitFileSize(long bytes) {
    process.limitFileSize(Long.toString(bytes));
  }

  /** Files may grow again. */
  public void unlimitFileSize() {
    process.limitFileSize("unlimited");
  }

  /** SIGTERM, so that the AOF is complete; SIGKILL when that has not helped after 10 s. */
  @Override
  public synchronized void close() {
    end(STOP_WAIT);
  }

  private void end(Duration patience) {
    if (ended) {
      return;
    }
    ended = true;
    try {
      if (patience.isZero()) {
        process.kill();
      } else if (!process.terminate(patience)) {
        log.warn("Redis did not end within {} s of SIGTERM; killing it", patience.toSeconds());
        process.kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      unlock();
    }
  }

  private void unlock() {
    try {
      lock.close();
    } catch (IOException e) {
      log.warn("The data folder's lock could not be closed: {}", e.toString());
    }
  }
}
