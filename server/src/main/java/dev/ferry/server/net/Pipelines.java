package dev.ferry.server.net;

import dev.ferry.server.request.Peers;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.protobuf.ProtobufVarint32FrameDecoder;
import io.netty.handler.flow.FlowControlHandler;
import org.jspecify.annotations.Nullable;

/** What a connection passes through, from the socket to its peer. */
public final class Pipelines {
  /** Where a WebSocket is asked for. */
  public static final String WEB_SOCKET_PATH = "/ws";

  private final Peers peers;
  private final EventLoops loops;
  private final Sweeps sweeps;
  private final FrameLimits limits;
  private final @Nullable Tls tls;

  public Pipelines(
      Peers peers, EventLoops loops, Sweeps sweeps, FrameLimits limits, @Nullable Tls tls) {
    this.peers = peers;
    this.loops = loops;
    this.sweeps = sweeps;
    this.limits = limits;
    this.tls = tls;
  }

  /**
   * TLS when configured, framing, connection. Flow control holds the rest of what one read brought
   * while the connection takes no more frames.
   */
  public void fillTcp(Channel channel) {
    secure(channel);
    channel
        .pipeline()
        .addLast(
            new ProtobufVarint32FrameDecoder(limits.beforeLogin()),
            new FlowControlHandler(),
            new TcpFrames(peers, loops, sweeps, limits));
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
        new Upgrade(config),
        new FlowControlHandler(),
        new WebSocketFrames(peers, loops, sweeps, limits));
  }

  /** TLS, when configured. */
  public void secure(Channel channel) {
    if (tls != null) {
      tls.secure(channel);
    }
  }

  /**
   * Leaves a broken frame's answer to {@link FrameChannel}: Netty's own handler closes at once, and
   * the reset caused by what the client is still sending overtakes the reason.
   */
  private static final class Upgrade extends WebSocketServerProtocolHandler {
    Upgrade(WebSocketServerProtocolConfig config) {
      super(config);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext of, Throwable cause) throws Exception {
      if (cause instanceof WebSocketHandshakeException) {
        super.exceptionCaught(of, cause);
      } else {
        of.fireExceptionCaught(cause);
      }
    }
  }
}
