package dev.ferry.server.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of this node, on the best transport that this kernel allows: io_uring, else
 * epoll, else NIO.
 *
 * @param name the transport chosen, for people
 */
public record EventLoops(
    String name, EventLoopGroup group, Class<? extends ServerSocketChannel> serverChannel)
    implements AutoCloseable {

  /**
   * The loop that the calling thread belongs to, if any: its tasks run after what it is doing now.
   */
  public Optional<Executor> turn() {
    for (EventExecutor loop : group) {
      if (loop.inEventLoop()) {
        return Optional.of(loop);
      }
    }
    return Optional.empty();
  }

  /** As many loops as processors. */
  public static EventLoops open() {
    if (IoUring.isAvailable()) {
      return open("io_uring", IoUringIoHandler.newFactory(), IoUringServerSocketChannel.class);
    }
    if (Epoll.isAvailable()) {
      return open("epoll", EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
    }
    return open("nio", NioIoHandler.newFactory(), NioServerSocketChannel.class);
  }

  private static EventLoops open(
      String name, IoHandlerFactory handlers, Class<? extends ServerSocketChannel> channel) {
    int loops = Runtime.getRuntime().availableProcessors();
    DefaultThreadFactory threads = new DefaultThreadFactory("ferry-net", true);
    return new EventLoops(name, new MultiThreadIoEventLoopGroup(loops, threads, handlers), channel);
  }

  /** Ends the loops; blocks for two seconds at most. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
