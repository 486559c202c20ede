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
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** One Redis, or the primary that its Sentinels name. */
final class SingleLink implements RedisLink {
  private final ClientResources resources;
  private final RedisURI uri;
  private final RedisClient commandClient;
  private final RedisClient busClient;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final StatefulRedisConnection<byte[], byte[]> batched;
  private final Batch batch;
  private final Supplier<Optional<Executor>> turn;

  SingleLink(
      ClientResources resources,
      RedisURI uri,
      RedisSettings settings,
      Supplier<Optional<Executor>> turn) {
    this.resources = resources;
    this.uri = uri;
    this.turn = turn;
    commandClient = RedisClient.create(resources, uri);
    commandClient.setOptions(LinkOptions.fill(ClientOptions.builder(), settings, true).build());
    busClient = RedisClient.create(resources, uri);
    busClient.setOptions(LinkOptions.fill(ClientOptions.builder(), settings, false).build());
    connection = commandClient.connect(ByteArrayCodec.INSTANCE);
    batched = commandClient.connect(ByteArrayCodec.INSTANCE);
    batch = Batch.ofTurns(batched, turn);
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
    return new TurnEnd(connection::flushCommands, turn);
  }

  @Override
  public void watchBus(RedisConnectionStateListener listener) {
    busClient.addListener(listener);
  }

  @Override
  public void close() {
    batched.close();
    connection.close();
    busClient.shutdown();
    commandClient.shutdown();
    LinkOptions.shutDown(resources);
  }
}
