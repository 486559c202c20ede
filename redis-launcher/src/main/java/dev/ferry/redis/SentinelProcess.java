package dev.ferry.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/**
 * One Sentinel, on loopback and without a password of its own: clients have a single one for
 * Sentinels and Redis. Thread-safe.
 */
final class SentinelProcess implements AutoCloseable {
  private static final Duration READY_WAIT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

  /**
   * More than the second that a Sentinel lets pass between two tries to connect: a failover keeps
   * the time of the last try, made in vain at the dead primary, so the first PING to the new one
   * may come a second later (sentinelReconnectInstance and sentinelResetMaster in Redis 7.0's
   * sentinel.c). With a second here, now and then a failover was followed by another, back.
   */
  private static final Duration DOWN_AFTER = Duration.ofSeconds(2);

  private static final Duration FAILOVER_TIMEOUT = Duration.ofSeconds(3);

  private final int port;
  private final RedisProcess process;

  private SentinelProcess(int port, RedisProcess process) {
    this.port = port;
    this.process = process;
  }

  /**
   * Starts it and returns when it answers.
   *
   * @param folder made for it alone
   * @param quorum how many must agree that the primary is gone
   */
  static SentinelProcess start(Path folder, String name, EmbeddedRedis primary, int quorum)
      throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    int port = LoopbackPort.free();
    Path conf = folder.resolve("sentinel.conf");
    Files.write(conf, lines(port, name, primary.settings(), quorum), UTF_8);
    Path binary =
        RedisBinary.find(primary.settings().binary(), primary.settings().dataDir().resolve("bin"))
            .path();
    SentinelProcess sentinel =
        new SentinelProcess(port, RedisProcess.launch(binary, conf, folder, "--sentinel"));
    boolean ready = false;
    try {
      Patience.atMost(READY_WAIT, "a Sentinel does not answer")
          .until(() -> sentinel.ask("PING").equals("PONG"));
      ready = true;
      return sentinel;
    } finally {
      if (!ready) {
        sentinel.close();
      }
    }
  }

  private static List<String> lines(
      int port, String name, EmbeddedRedis.Settings primary, int quorum) {
    return List.of(
        "bind 127.0.0.1",
        "port " + port,
        "daemonize no",
        "sentinel monitor " + name + " 127.0.0.1 " + primary.port() + " " + quorum,
        "sentinel auth-pass " + name + " " + primary.password(),
        "sentinel down-after-milliseconds " + name + " " + DOWN_AFTER.toMillis(),
        "sentinel failover-timeout " + name + " " + FAILOVER_TIMEOUT.toMillis());
  }

  /** {@code 127.0.0.1:port}. */
  URI uri() {
    return URI.create("redis://127.0.0.1:" + port);
  }

  long pid() {
    return process.pid();
  }

  String ask(String... command) {
    try (RespConnection connection = RespConnection.open(port, "", ANSWER_TIMEOUT)) {
      return connection.ask(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL: a Sentinel has nothing to lose. */
  @Override
  public void close() {
    try {
      process.kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
