package dev.ferry.loadtest.fault;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import io.netty.channel.socket.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a proxied connection: what the source sends waits here until the line lets it
 * go. Holds a bounded amount and then stops reading, so the source feels a slow or stopped line.
 * Touched on the proxy's event loop only.
 */
final class ProxyPipe extends ChannelInboundHandlerAdapter {
  private static final int QUEUED_BYTES_MAX = 256 * 1024;
  private static final int PORTIONS_PER_SECOND = 100;

  /** Bytes that may leave at {@code dueNanos} and not before. */
  private record Portion(ByteBuf bytes, long dueNanos) {}

  private final ProxyLink link;
  private final AtomicLong counter;
  private final @Nullable BusMessageFilter filter;
  private final Queue<Portion> queue = new ArrayDeque<>();
  private @Nullable SocketChannel source;
  private @Nullable SocketChannel destination;
  private Line line = Line.CLEAR;
  private long queuedBytes;
  private long lineFreeNanos = System.nanoTime();
  private @Nullable Future<?> wakeUp;
  // A write can change the writability and so come back here before it returns.
  private boolean forwarding;
  private boolean sourceDone;
  private boolean ended;
  private boolean released;

  /**
   * @param filter what the source sends goes through it; null for everything as it is
   */
  ProxyPipe(ProxyLink link, AtomicLong counter, @Nullable BusMessageFilter filter) {
    this.link = link;
    this.counter = counter;
    this.filter = filter;
  }

  void from(SocketChannel channel) {
    source = channel;
    pump();
  }

  void to(SocketChannel channel) {
    destination = channel;
    pump();
  }

  void apply(Line now) {
    line = now;
    stopWaiting();
    pump();
  }

  /** The end of the source was passed on. */
  boolean ended() {
    return ended;
  }

  void release() {
    released = true;
    stopWaiting();
    queue.forEach(portion -> portion.bytes().release());
    queue.clear();
    queuedBytes = 0;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    ByteBuf bytes = (ByteBuf) read;
    if (released) {
      bytes.release();
      return;
    }
    enqueue(filter == null ? bytes : filter.pass(bytes));
    pump();
  }

  private void enqueue(ByteBuf bytes) {
    if (!bytes.isReadable()) {
      bytes.release();
      return;
    }
    queue.add(new Portion(bytes, System.nanoTime() + line.latency().toNanos()));
    queuedBytes += bytes.readableBytes();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownReadComplete) {
      sourceDone = true;
      if (filter != null && !released) {
        enqueue(filter.rest());
      }
      pump();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    link.writabilityChanged(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    link.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    link.reset();
  }

  /** Forwards what may leave now, plans the rest, and reads on when there is room. */
  void pump() {
    if (released || forwarding) {
      return;
    }
    SocketChannel to = destination;
    if (to != null && !line.held()) {
      forwarding = true;
      forward(to);
      forwarding = false;
    }
    if (source != null) {
      source.config().setAutoRead(!line.held() && queuedBytes < QUEUED_BYTES_MAX);
    }
  }

  private void forward(SocketChannel to) {
    boolean sliced = false;
    while (!queue.isEmpty() && to.isWritable() && wakeUp == null) {
      Portion head = queue.element();
      long waitNanos = Math.max(untilDue(head), untilLineFree());
      if (waitNanos > 0 || sliced) {
        wakeUpIn(to, Math.max(0, waitNanos));
        return;
      }
      write(to, head.bytes());
      sliced = line.slice() > 0;
    }
    if (queue.isEmpty() && sourceDone && !ended) {
      ended = true;
      // Behind all writes, because shutting down fails those which are still waiting.
      to.writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(written -> to.shutdownOutput().addListener(done -> link.endedOneWay()));
    }
  }

  private long untilDue(Portion portion) {
    return line.latency().isZero() ? 0 : portion.dueNanos() - System.nanoTime();
  }

  private long untilLineFree() {
    return line.bytesPerSecond() == 0 ? 0 : lineFreeNanos - System.nanoTime();
  }

  private void write(SocketChannel to, ByteBuf bytes) {
    int count = Math.min(bytes.readableBytes(), writeBytesMax());
    to.writeAndFlush(bytes.readRetainedSlice(count));
    counter.addAndGet(count);
    queuedBytes -= count;
    if (!bytes.isReadable()) {
      queue.remove();
      bytes.release();
    }
    if (line.bytesPerSecond() > 0) {
      long nanos = TimeUnit.SECONDS.toNanos(count) / line.bytesPerSecond();
      lineFreeNanos = Math.max(lineFreeNanos, System.nanoTime()) + nanos;
    }
  }

  private int writeBytesMax() {
    long max = line.slice() > 0 ? line.slice() : Integer.MAX_VALUE;
    if (line.bytesPerSecond() > 0) {
      max = Math.min(max, Math.max(1, line.bytesPerSecond() / PORTIONS_PER_SECOND));
    }
    return (int) max;
  }

  private void wakeUpIn(SocketChannel to, long nanos) {
    wakeUp =
        to.eventLoop()
            .schedule(
                () -> {
                  wakeUp = null;
                  pump();
                },
                nanos,
                TimeUnit.NANOSECONDS);
  }

  private void stopWaiting() {
    if (wakeUp != null) {
      wakeUp.cancel(false);
      wakeUp = null;
    }
  }
}
