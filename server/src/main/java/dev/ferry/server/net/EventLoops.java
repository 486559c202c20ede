package dev.ferry.server.net;

import dev.ferry.server.session.Loop;
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
import io.netty.util.internal.ThreadExecutorMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of this node, on the best transport that this kernel allows: io_uring, else
 * epoll, else NIO.
 *
 * @param name the transport chosen, for people
 * @param byExecutor fixed; each executor as the rooms behind the edge see it
 */
public record EventLoops(
    String name,
    EventLoopGroup group,
    Class<? extends ServerSocketChannel> serverChannel,
    Map<EventExecutor, Loop> byExecutor)
    implements AutoCloseable {

  /** All loops; each connection belongs to one of them. */
  public List<Loop> loops() {
    return List.copyOf(byExecutor.values());
  }

  /** The loop that Netty runs on this executor. */
  Loop loop(EventExecutor executor) {
    return Objects.requireNonNull(byExecutor.get(executor), "a loop of another group");
  }

  /**
   * The loop that the calling thread belongs to, if any: its tasks run after what it is doing now.
   * One of another group, such as those that talk to a Redis Cluster, counts as well.
   */
  public static Optional<Executor> turn() {
    return Optional.ofNullable(ThreadExecutorMap.currentExecutor());
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
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(loops, threads, handlers);
    Map<EventExecutor, Loop> byExecutor = new IdentityHashMap<>();
    group.forEach(executor -> byExecutor.put(executor, new NettyLoop(executor)));
    return new EventLoops(name, group, channel, byExecutor);
  }

  /** Ends the loops; blocks for two seconds at most. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
