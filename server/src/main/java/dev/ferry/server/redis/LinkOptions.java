package dev.ferry.server.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.channel.uring.IoUring;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The limits of every connection to Redis, in one place: commands wait in a bounded queue and time
 * out, and while a single Redis is disconnected they are refused at once. Lettuce's own defaults
 * have none of these.
 */
final class LinkOptions {
  private static final Logger LOG = LoggerFactory.getLogger(LinkOptions.class);
  private static final int THREADS = 2;
  private static final Duration RECONNECT_MIN = Duration.ofMillis(50);
  private static final Duration RECONNECT_MAX = Duration.ofSeconds(1);
  private static final Duration SHUTDOWN_MAX = Duration.ofSeconds(2);

  private LinkOptions() {}

  static ClientResources resources() {
    preferIoUring();
    return DefaultClientResources.builder()
        .ioThreadPoolSize(THREADS)
        .computationThreadPoolSize(THREADS)
        .reconnectDelay(
            () -> Delay.equalJitter(RECONNECT_MIN, RECONNECT_MAX, 50, TimeUnit.MILLISECONDS))
        .build();
  }

  /**
   * Lettuce would take epoll where it could have io_uring, and its connections could not run on
   * this node's loops. To be called before it chooses, which it does once for all.
   */
  private static void preferIoUring() {
    if (IoUring.isAvailable()) {
      System.setProperty("io.lettuce.core.epoll", "false");
    }
  }

  /**
   * Fills in the options of one client.
   *
   * @param reconnect whether its connections come back by themselves
   */
  static <B extends ClientOptions.Builder> B fill(
      B options, RedisSettings settings, boolean reconnect) {
    options
        .autoReconnect(reconnect)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(settings.queueMax())
        .timeoutOptions(TimeoutOptions.enabled(settings.commandTimeout()))
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(settings.commandTimeout())
                .keepAlive(true)
                .tcpNoDelay(true)
                .build());
    return options;
  }

  static void shutDown(ClientResources resources) {
    Future<Boolean> ended = resources.shutdown(0, SHUTDOWN_MAX.toMillis(), TimeUnit.MILLISECONDS);
    try {
      ended.get(2 * SHUTDOWN_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("connections to Redis did not end well", e);
    }
  }
}
