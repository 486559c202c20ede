package dev.ferry.server.net;

import dev.ferry.server.request.Peers;
import dev.ferry.server.session.Burst;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.protobuf.ProtobufVarint32FrameDecoder;
import org.jspecify.annotations.Nullable;

/** Frames over TCP: a varint length, then the bytes. */
final class TcpFrames extends FrameChannel {
  /** Given, because Netty makes up another one for each connection. */
  private static final String DECODER = "decoder";

  private final FrameLimits limits;

  TcpFrames(Peers peers, EventLoops loops, Sweeps sweeps, FrameLimits limits) {
    super(peers, loops, sweeps);
    this.limits = limits;
  }

  @Override
  public void channelActive(ChannelHandlerContext opened) {
    begin(opened);
    opened.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      frame(bytes);
    } finally {
      bytes.release();
    }
  }

  @Override
  Object wrap(ChannelHandlerContext to, byte[] frame) {
    ByteBuf wrapped = to.alloc().ioBuffer(Joined.HEADER_BYTES_MAX + frame.length);
    Joined.writeTcp(wrapped, frame);
    return wrapped;
  }

  @Override
  Burst.Framing framing() {
    return Burst.Framing.TCP;
  }

  @Override
  @Nullable Object farewell() {
    return null;
  }

  @Override
  void raiseLimit(ChannelHandlerContext of) {
    of.pipeline()
        .replace(
            ProtobufVarint32FrameDecoder.class,
            DECODER,
            new ProtobufVarint32FrameDecoder(limits.afterLogin()));
  }

  @Override
  void stopDecoding(ChannelHandlerContext of) {
    of.pipeline().remove(ProtobufVarint32FrameDecoder.class);
  }
}
