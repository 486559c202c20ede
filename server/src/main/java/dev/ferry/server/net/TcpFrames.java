package dev.ferry.server.net;

import dev.ferry.server.request.Peers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.protobuf.ProtobufVarint32FrameDecoder;
import org.jspecify.annotations.Nullable;

/** Frames over TCP: a varint length, then the bytes. */
final class TcpFrames extends FrameChannel {
  private static final int VARINT_BYTES_MAX = 5;

  private final FrameLimits limits;

  TcpFrames(Peers peers, Sweeps sweeps, FrameLimits limits) {
    super(peers, sweeps);
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
    ByteBuf wrapped = to.alloc().ioBuffer(VARINT_BYTES_MAX + frame.length);
    int rest = frame.length;
    while (rest > 0x7f) {
      wrapped.writeByte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return wrapped.writeByte(rest).writeBytes(frame);
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
            null,
            new ProtobufVarint32FrameDecoder(limits.afterLogin()));
  }

  @Override
  void stopDecoding(ChannelHandlerContext of) {
    of.pipeline().remove(ProtobufVarint32FrameDecoder.class);
  }
}
