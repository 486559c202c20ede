package dev.ferry.server.net;

import dev.ferry.server.request.Peers;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.protobuf.ProtobufVarint32FrameDecoder;
import org.jspecify.annotations.Nullable;

/** What a connection passes through, from the socket to its peer. */
public final class Pipelines {
  /** Where a WebSocket is asked for. */
  public static final String WEB_SOCKET_PATH = "/ws";

  private final Peers peers;
  private final Sweeps sweeps;
  private final FrameLimits limits;
  private final @Nullable Tls tls;

  public Pipelines(Peers peers, Sweeps sweeps, FrameLimits limits, @Nullable Tls tls) {
    this.peers = peers;
    this.sweeps = sweeps;
    this.limits = limits;
    this.tls = tls;
  }

  /** TLS when configured, framing, connection. */
  public void fillTcp(Channel channel) {
    secure(channel);
    channel
        .pipeline()
        .addLast(
            new ProtobufVarint32FrameDecoder(limits.beforeLogin()),
            new TcpFrames(peers, sweeps, limits));
  }

  /**
   * The end of an HTTP pipeline whose requests for {@link #WEB_SOCKET_PATH} have been found
   * acceptable.
   */
  public void appendWebSocket(ChannelPipeline pipeline) {
    WebSocketServerProtocolConfig config =
        WebSocketServerProtocolConfig.newBuilder()
            .websocketPath(WEB_SOCKET_PATH)
            .decoderConfig(WebSocketFrames.decoding(limits.beforeLogin()))
            .build();
    pipeline.addLast(
        new WebSocketServerProtocolHandler(config), new WebSocketFrames(peers, sweeps, limits));
  }

  /** TLS, when configured. */
  public void secure(Channel channel) {
    if (tls != null) {
      tls.secure(channel);
    }
  }
}
