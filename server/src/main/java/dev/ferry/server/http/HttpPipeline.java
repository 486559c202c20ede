package dev.ferry.server.http;

import dev.ferry.server.net.Pipelines;
import dev.ferry.server.net.Sweeps;
import dev.ferry.server.ops.Health;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.time.Duration;
import java.util.List;

/** What a connection on the HTTP port passes through. */
public final class HttpPipeline {
  private static final int BODY_BYTES_MAX = 1024;

  private final Pipelines pipelines;
  private final Sweeps sweeps;
  private final Health health;
  private final OperatorDesk operators;
  private final Settings settings;

  /**
   * @param origins pages that may open a WebSocket
   * @param requestTimeout from connecting to a complete request
   */
  public record Settings(List<String> origins, Duration requestTimeout) {}

  public HttpPipeline(
      Pipelines pipelines,
      Sweeps sweeps,
      Health health,
      OperatorDesk operators,
      Settings settings) {
    this.pipelines = pipelines;
    this.sweeps = sweeps;
    this.health = health;
    this.operators = operators;
    this.settings = settings;
  }

  /** TLS when configured, HTTP, front door, and what follows when it opens. */
  public void fill(Channel channel) {
    pipelines.secure(channel);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(
        new HttpServerCodec(),
        new HttpObjectAggregator(BODY_BYTES_MAX),
        new FrontDoor(health, operators, settings.origins()));
    pipelines.appendWebSocket(pipeline);
    long connected = System.nanoTime();
    sweeps.add(channel, now -> closeIfSilent(channel, now - connected));
  }

  private void closeIfSilent(Channel channel, long age) {
    boolean upgraded = channel.pipeline().get(HttpServerCodec.class) == null;
    if (!upgraded && age > settings.requestTimeout().toNanos()) {
      channel.close();
    }
  }
}
