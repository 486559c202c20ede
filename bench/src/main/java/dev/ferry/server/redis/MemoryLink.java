package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandEncoder;
import io.lettuce.core.protocol.CommandExpiryWriter;
import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A connection to Redis as this node makes it, with the real client up to the bytes, but without a
 * socket and a Redis behind it: {@link #answer} plays both. Commands wait for {@link #leave}, as
 * they do for the end of a loop's turn. Belongs to one thread.
 */
final class MemoryLink implements RedisLink {
  private static final int QUEUE_MAX = 10_000;

  private final ClientResources resources = LinkOptions.resources();
  private final EmbeddedChannel channel;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final Batch batch;

  /** What is to be done at the end of the turn. */
  private Runnable endOfTurn = () -> {};

  MemoryLink() {
    Duration timeout = Duration.ofSeconds(5);
    RedisSettings settings = new RedisSettings("redis://memory", timeout, QUEUE_MAX);
    ClientOptions options = LinkOptions.fill(ClientOptions.builder(), settings, true).build();
    DefaultEndpoint endpoint = new DefaultEndpoint(options, resources);
    connection =
        new StatefulRedisConnectionImpl<>(
            CommandExpiryWriter.buildCommandExpiryWriter(endpoint, options, resources),
            endpoint,
            ByteArrayCodec.INSTANCE,
            timeout);
    Executor turn = task -> endOfTurn = task;
    batch = Batch.ofTurns(connection, () -> Optional.of(turn));
    channel =
        new EmbeddedChannel(new CommandEncoder(), new CommandHandler(options, resources, endpoint));
  }

  /** The turn is over: its commands are written. Returns how many bytes. */
  int leave() {
    endOfTurn.run();
    int bytes = 0;
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      bytes += out.readableBytes();
      out.release();
    }
    return bytes;
  }

  /** Redis answers; {@code replies} in RESP. */
  void answer(String replies) {
    channel.writeInbound(channel.alloc().ioBuffer().writeBytes(replies.getBytes(US_ASCII)));
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
    return QUEUE_MAX;
  }

  @Override
  public boolean isWhole() {
    return true;
  }

  @Override
  public boolean isCluster() {
    return false;
  }

  @Override
  public boolean failsOver() {
    return false;
  }

  @Override
  public CompletionStage<? extends StatefulRedisPubSubConnection<byte[], byte[]>> openBus() {
    throw new UnsupportedOperationException("no bus");
  }

  @Override
  public TurnEnd busTurns(StatefulRedisPubSubConnection<byte[], byte[]> bus) {
    throw new UnsupportedOperationException("no bus");
  }

  @Override
  public void watchBus(RedisConnectionStateListener listener) {}

  @Override
  public void close() {
    channel.close();
    LinkOptions.shutDown(resources);
  }
}
