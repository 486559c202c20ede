package dev.ferry.server.redis;

import dev.ferry.redis.EmbeddedCluster;
import dev.ferry.redis.EmbeddedRedis.Settings;
import dev.ferry.server.net.EventLoops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** On a Cluster. */
class ConversationSettingsClusterIT extends ConversationSettingsContract {
  @TempDir static Path data;
  private static EmbeddedCluster cluster;
  private static EventLoops loops;
  private static RedisLink link;
  private static ScheduledExecutorService timer;

  @BeforeAll
  static void start() throws Exception {
    cluster = EmbeddedCluster.start(Settings.in(data));
    loops = EventLoops.open();
    link =
        RedisLink.connect(
            new RedisSettings(cluster.uris().get(0).toString(), Duration.ofSeconds(2), 1000),
            loops.group(),
            Optional::empty);
    timer = Executors.newSingleThreadScheduledExecutor();
  }

  @AfterAll
  static void stop() {
    timer.shutdownNow();
    link.close();
    loops.close();
    cluster.close();
  }

  @Override
  RedisLink link() {
    return link;
  }

  @Override
  ScheduledExecutorService timer() {
    return timer;
  }
}
