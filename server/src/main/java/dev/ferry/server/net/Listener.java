package dev.ferry.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A listening socket and the connections that came through it. Thread-safe. */
public final class Listener {
  private static final int BACKLOG = 4096;

  /** How often a connection that has more is read in a turn of its loop; Netty's own figure. */
  private static final int READS_A_TURN = 16;

  private final Channel server;
  private final ChannelGroup connections;

  private Listener(Channel server, ChannelGroup connections) {
    this.server = server;
    this.connections = connections;
  }

  /**
   * Listens; blocks until it does.
   *
   * @param fill puts the handlers into a new connection's pipeline
   * @throws UncheckedIOException when the address cannot be had
   */
  public static Listener open(
      EventLoops loops,
      FrameLimits limits,
      Admission admission,
      InetSocketAddress address,
      Consumer<Channel> fill) {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    // One for all: Netty would make another for each connection.
    RecvByteBufAllocator receiving =
        new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_A_TURN);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, receiving)
            .childOption(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(limits.unread() / 2, limits.unread()))
            .childHandler(child(connections, admission, fill));
    var bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new UncheckedIOException("cannot listen on " + address, new IOException(bound.cause()));
    }
    return new Listener(bound.channel(), connections);
  }

  /** The port in use, also when any free one was asked for. */
  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** Takes no new connections; those there are stay. */
  public void stopAccepting() {
    server.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  /**
   * Waits until no connection is left.
   *
   * @param deadline of {@code System.nanoTime}, after which it waits no longer
   */
  public boolean drained(long deadline) throws InterruptedException {
    while (!connections.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return connections.isEmpty();
  }

  /** Closes what is left. */
  public void closeConnections() {
    connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  private static ChannelHandler child(
      ChannelGroup connections, Admission admission, Consumer<Channel> fill) {
    return new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel channel) {
        if (admission.admit(channel)) {
          connections.add(channel);
          fill.accept(channel);
        }
      }
    };
  }
}
