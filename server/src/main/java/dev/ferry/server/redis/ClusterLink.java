package dev.ferry.server.redis;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions.RefreshTrigger;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.pubsub.StatefulRedisClusterPubSubConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A Redis Cluster; its other nodes are found through those that were named. */
final class ClusterLink implements RedisLink {
  static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(5);

  private final ClientResources resources;
  private final RedisClusterClient commandClient;
  private final RedisClusterClient busClient;
  private final StatefulRedisClusterConnection<byte[], byte[]> connection;
  private final Batch batch;
  private final int queueMax;

  ClusterLink(ClientResources resources, List<RedisURI> uris, RedisSettings settings) {
    this.resources = resources;
    this.queueMax = settings.queueMax();
    commandClient = client(resources, uris, settings, true);
    busClient = client(resources, uris, settings, false);
    connection = commandClient.connect(ByteArrayCodec.INSTANCE);
    batch = Batch.ofOne(connection);
    busClient.getPartitions();
  }

  private static RedisClusterClient client(
      ClientResources resources, List<RedisURI> uris, RedisSettings settings, boolean reconnect) {
    RedisClusterClient client = RedisClusterClient.create(resources, uris);
    ClusterClientOptions.Builder options =
        LinkOptions.fill(ClusterClientOptions.builder(), settings, reconnect);
    client.setOptions(
        options
            // A Cluster's connections are made by the first command to each node: to refuse while
            // one is not there would refuse that command. The queue's limit and the timeout hold
            // all the same.
            .disconnectedBehavior(DisconnectedBehavior.ACCEPT_COMMANDS)
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enableAdaptiveRefreshTrigger(
                        RefreshTrigger.MOVED_REDIRECT,
                        RefreshTrigger.ASK_REDIRECT,
                        RefreshTrigger.PERSISTENT_RECONNECTS)
                    .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                    .build())
            .build());
    return client;
  }

  @Override
  public RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return connection.async();
  }

  @Override
  public Batch batch() {
    return batch;
  }

  @Override
  public int queueMax() {
    return queueMax;
  }

  @Override
  public boolean isWhole() {
    return true;
  }

  @Override
  public boolean isCluster() {
    return true;
  }

  @Override
  public boolean failsOver() {
    return commandClient.getPartitions().stream()
        .anyMatch(node -> node.is(RedisClusterNode.NodeFlag.REPLICA));
  }

  @Override
  public CompletionStage<StatefulRedisClusterPubSubConnection<byte[], byte[]>> openBus() {
    return busClient.connectPubSubAsync(ByteArrayCodec.INSTANCE);
  }

  /** As of {@link Batch#ofOne}. */
  @Override
  public TurnEnd busTurns(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
    return TurnEnd.none();
  }

  @Override
  public void watchBus(RedisConnectionStateListener listener) {
    busClient.addListener(listener);
  }

  @Override
  public void close() {
    connection.close();
    busClient.shutdown();
    commandClient.shutdown();
    LinkOptions.shutDown(resources);
  }
}
