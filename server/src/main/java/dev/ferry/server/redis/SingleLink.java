package dev.ferry.server.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * One Redis, or the primary that its Sentinels name. Connections run on this node's event loops
 * (ADR 10).
 */
final class SingleLink implements RedisLink {
  private final ClientResources resources;
  private final RedisURI uri;
  private final List<RedisClient> clients = new ArrayList<>();
  private final RedisClient busClient;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final Map<EventLoop, StatefulRedisConnection<byte[], byte[]>> ofLoops =
      new IdentityHashMap<>();
  private final Batch batch;
  private final EventLoopGroup loops;
  private final int queueMax;

  /**
   * @param loops those of this node; each gets a connection of its own
   */
  SingleLink(
      ClientResources resources,
      RedisURI uri,
      RedisSettings settings,
      EventLoopGroup loops,
      Supplier<Optional<Executor>> turn) {
    this.resources = resources;
    this.queueMax = settings.queueMax();
    this.uri = uri;
    this.loops = loops;
    busClient = client(loops, settings, false);
    connection = client(loops, settings, true).connect(ByteArrayCodec.INSTANCE);
    for (EventExecutor each : loops) {
      EventLoop loop = (EventLoop) each;
      ofLoops.put(loop, client(loop, settings, true).connect(ByteArrayCodec.INSTANCE));
    }
    batch = Batch.ofLoops(ofLoops, connection, turn);
  }

  private RedisClient client(EventLoopGroup loops, RedisSettings settings, boolean reconnect) {
    RedisClient client = RedisClient.create(NodeLoops.on(loops, resources), uri);
    client.setOptions(LinkOptions.fill(ClientOptions.builder(), settings, reconnect).build());
    clients.add(client);
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
    return connection.isOpen()
        && ofLoops.values().stream().allMatch(StatefulRedisConnection::isOpen);
  }

  @Override
  public boolean isCluster() {
    return false;
  }

  @Override
  public boolean failsOver() {
    return !uri.getSentinels().isEmpty();
  }

  @Override
  public CompletionStage<StatefulRedisPubSubConnection<byte[], byte[]>> openBus() {
    return busClient.connectPubSubAsync(ByteArrayCodec.INSTANCE, uri);
  }

  @Override
  public TurnEnd busTurns(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
    connection.setAutoFlushCommands(false);
    // Lettuce takes what is queued, and writes it, in two steps: two threads that send at once may
    // turn the end of a subscription and the next one round, and nobody would be subscribed.
    Optional<Executor> sender = Optional.of(loops.next());
    return new TurnEnd(connection::flushCommands, () -> sender);
  }

  @Override
  public void watchBus(RedisConnectionStateListener listener) {
    busClient.addListener(listener);
  }

  @Override
  public void close() {
    ofLoops.values().forEach(StatefulRedisConnection::close);
    connection.close();
    clients.forEach(RedisClient::shutdown);
    LinkOptions.shutDown(resources);
  }
}
