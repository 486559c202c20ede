package dev.ferry.server.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The connections of this node to Redis. Those for commands reconnect by themselves; those for the
 * bus do not, because whoever lost one has more to do than to connect again ({@link RedisBus}).
 * Thread-safe.
 */
public interface RedisLink extends AutoCloseable {

  /**
   * Connects, and finds out whether it is a Cluster. Blocks for a few round trips.
   *
   * @param loops this node's; must outlive the link
   * @param turn that of them which the calling thread belongs to, if any
   * @throws RedisUnavailableException when Redis does not answer
   */
  static RedisLink connect(
      RedisSettings settings, EventLoopGroup loops, Supplier<Optional<Executor>> turn) {
    ClientResources resources = LinkOptions.resources();
    try {
      List<RedisURI> uris = settings.uris();
      return isCluster(resources, uris.get(0))
          ? new ClusterLink(resources, uris, settings)
          : new SingleLink(resources, uris.get(0), settings, loops, turn);
    } catch (RedisException e) {
      LinkOptions.shutDown(resources);
      throw new RedisUnavailableException(e);
    } catch (RuntimeException e) {
      LinkOptions.shutDown(resources);
      throw e;
    }
  }

  /** Commands on the one shared connection; nothing that blocks it may be called. */
  RedisClusterAsyncCommands<byte[], byte[]> commands();

  /** Commands of requests, which leave together. */
  Batch batch();

  /** Commands that may wait on a connection; more are refused at once. */
  int queueMax();

  /**
   * Whether all connections for commands stand; a Cluster's are made when they are needed, and
   * count as standing.
   */
  boolean isWhole();

  /** Whether keys lie on several Redis processes, so that a script cannot reach them all. */
  boolean isCluster();

  /** Whether a replica can take a primary's place, which then may lack what was appended last. */
  boolean failsOver();

  /** A new connection for subscriptions; ends for good when it is lost. */
  CompletionStage<? extends StatefulRedisPubSubConnection<byte[], byte[]>> openBus();

  /**
   * When what is queued for a connection for subscriptions leaves; to be asked for once for each,
   * which no longer sends by itself then.
   */
  TurnEnd busTurns(StatefulRedisPubSubConnection<byte[], byte[]> connection);

  /**
   * Tells of every connection for subscriptions that is made or lost, and of the client's others.
   */
  void watchBus(RedisConnectionStateListener listener);

  /** Disconnects and ends all threads; commands under way fail. */
  @Override
  void close();

  private static boolean isCluster(ClientResources resources, RedisURI uri) {
    RedisClient probe = RedisClient.create(resources, uri);
    try (StatefulRedisConnection<byte[], byte[]> connection =
        probe.connect(ByteArrayCodec.INSTANCE)) {
      return connection.sync().info("cluster").contains("cluster_enabled:1");
    } finally {
      probe.shutdown();
    }
  }
}
