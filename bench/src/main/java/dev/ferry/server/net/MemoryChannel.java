package dev.ferry.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A channel without a socket: what is written counts as sent when it is flushed, so everything but
 * the system call is there. Many of them share one loop. Belongs to that loop.
 */
final class MemoryChannel extends AbstractChannel {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false);

  private final ChannelConfig config = new DefaultChannelConfig(this);
  private final Sent sent;
  private boolean open = true;

  /** What the channels of one loop have flushed. Belongs to that loop. */
  static final class Sent {
    private long buffers;
    private long bytes;

    long buffers() {
      return buffers;
    }

    long bytes() {
      return bytes;
    }
  }

  /**
   * @param sent counts what is flushed
   */
  MemoryChannel(Sent sent) {
    super(null);
    this.sent = sent;
  }

  /** A socket's read brought these bytes, and no more are there. */
  void read(ByteBuf bytes) {
    pipeline().fireChannelRead(bytes).fireChannelReadComplete();
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer flushed) {
    for (Object next = flushed.current(); next != null; next = flushed.current()) {
      sent.bytes += ((ByteBuf) next).readableBytes();
      sent.buffers++;
      flushed.remove();
    }
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new AbstractUnsafe() {
      @Override
      public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        promise.setFailure(new UnsupportedOperationException("it is connected"));
      }
    };
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return true;
  }

  @Override
  protected void doBeginRead() {}

  @Override
  protected void doBind(SocketAddress local) {
    throw new UnsupportedOperationException("no address to bind to");
  }

  @Override
  protected void doDisconnect() {
    doClose();
  }

  @Override
  protected void doClose() {
    open = false;
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    return null;
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return null;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isActive() {
    return open;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }
}
