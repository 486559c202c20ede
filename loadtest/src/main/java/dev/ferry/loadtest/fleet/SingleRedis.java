package dev.ferry.loadtest.fleet;

import dev.ferry.redis.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One Redis. */
final class SingleRedis implements RedisService {
  /** Written by the thread that changes it. */
  private volatile EmbeddedRedis redis;

  private final EmbeddedRedis.Settings settings;

  SingleRedis(EmbeddedRedis.Settings settings) {
    this.settings = settings;
    redis = EmbeddedRedis.start(settings);
  }

  @Override
  public String url() {
    return redis.uri().toString();
  }

  @Override
  public List<EmbeddedRedis> servers() {
    return List.of(redis);
  }

  @Override
  public String form() {
    return "single";
  }

  @Override
  public void kill() {
    redis.kill();
  }

  @Override
  public void losePower() throws InterruptedException {
    if (settings.fsync() == EmbeddedRedis.Fsync.ALWAYS) {
      kill();
      return;
    }
    Path aof = incrementalAof();
    long synced = size(aof);
    TimeUnit.SECONDS.sleep(1);
    kill();
    try (FileChannel file = FileChannel.open(aof, StandardOpenOption.WRITE)) {
      file.truncate(synced);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest part of the AOF: {@code appendonly.aof.N.incr.aof}. */
  private Path incrementalAof() {
    try (Stream<Path> files = Files.walk(settings.dataDir())) {
      return files
          .filter(file -> file.toString().endsWith(".incr.aof"))
          .max(Comparator.comparingLong(SingleRedis::modified))
          .orElseThrow(() -> new IllegalStateException("no AOF in " + settings.dataDir()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void fillDisk() {
    redis.limitFileSize(size(incrementalAof()));
  }

  @Override
  public void freeDisk() {
    if (redis.isAlive()) {
      redis.unlimitFileSize();
    } else {
      redis.close();
      restart();
    }
  }

  @Override
  public void restart() {
    redis = EmbeddedRedis.start(redis.settings());
  }

  @Override
  public void close() {
    redis.close();
  }
}
