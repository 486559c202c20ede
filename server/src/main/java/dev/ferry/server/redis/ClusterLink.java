package dev.ferry.server.redis;

import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions.RefreshTrigger;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.pubsub.StatefulRedisClusterPubSubConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A Redis Cluster; its other nodes are found through the one that was named. */
final class ClusterLink implements RedisLink {
  private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(10);

  private final ClientResources resources;
  private final RedisClusterClient commandClient;
  private final RedisClusterClient busClient;
  private final StatefulRedisClusterConnection<byte[], byte[]> connection;

  ClusterLink(ClientResources resources, RedisURI uri, RedisSettings settings) {
    this.resources = resources;
    commandClient = client(resources, uri, settings, true);
    busClient = client(resources, uri, settings, false);
    connection = commandClient.connect(ByteArrayCodec.INSTANCE);
    busClient.getPartitions();
  }

  private static RedisClusterClient client(
      ClientResources resources, RedisURI uri, RedisSettings settings, boolean reconnect) {
    RedisClusterClient client = RedisClusterClient.create(resources, uri);
    ClusterClientOptions.Builder options =
        LinkOptions.fill(ClusterClientOptions.builder(), settings, reconnect);
    client.setOptions(
        options
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
  public boolean isCluster() {
    return true;
  }

  @Override
  public CompletionStage<StatefulRedisClusterPubSubConnection<byte[], byte[]>> openBus() {
    return busClient.connectPubSubAsync(ByteArrayCodec.INSTANCE);
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
