package dev.ferry.server.net;

import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.request.Peers;
import dev.ferry.server.session.Burst;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;

/**
 * Frames over WebSocket: one binary message each. Before the login a message must be one WebSocket
 * frame, so that the small limit of that phase holds for the whole of it.
 */
final class WebSocketFrames extends FrameChannel {
  /** Names are given, because Netty makes up others for each connection. */
  private static final String DECODER = "decoder";

  private static final String AGGREGATOR = "aggregator";

  private final FrameLimits limits;

  WebSocketFrames(Peers peers, EventLoops loops, Sweeps sweeps, FrameLimits limits) {
    super(peers, loops, sweeps);
    this.limits = limits;
  }

  /**
   * How a WebSocket's own frames are decoded: no extensions, and faults are answered by {@link
   * FrameChannel}.
   */
  static WebSocketDecoderConfig decoding(int frameBytesMax) {
    return WebSocketDecoderConfig.newBuilder()
        .maxFramePayloadLength(frameBytesMax)
        .allowExtensions(false)
        .closeOnProtocolViolation(false)
        .build();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext of, Object event) {
    if (event instanceof HandshakeComplete) {
      begin(of);
    }
    of.fireUserEventTriggered(event);
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    if (!(message instanceof BinaryWebSocketFrame binary) || closing()) {
      super.channelRead(from, message);
      return;
    }
    try {
      if (binary.isFinalFragment()) {
        frame(binary.content());
      } else {
        refuse(new RefusedException(Reason.MALFORMED_FRAME, "frame: in pieces before the login"));
      }
    } finally {
      binary.release();
    }
  }

  @Override
  Object wrap(ChannelHandlerContext to, byte[] frame) {
    return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(frame));
  }

  @Override
  Burst.Framing framing() {
    return Burst.Framing.WEB_SOCKET;
  }

  @Override
  Object farewell() {
    return new CloseWebSocketFrame(WebSocketCloseStatus.POLICY_VIOLATION);
  }

  @Override
  void raiseLimit(ChannelHandlerContext of) {
    of.pipeline()
        .replace(
            WebSocket13FrameDecoder.class,
            DECODER,
            new WebSocket13FrameDecoder(decoding(limits.afterLogin())));
    of.pipeline()
        .addBefore(of.name(), AGGREGATOR, new WebSocketFrameAggregator(limits.afterLogin()));
  }

  @Override
  void stopDecoding(ChannelHandlerContext of) {
    of.pipeline().remove(WebSocket13FrameDecoder.class);
  }
}
