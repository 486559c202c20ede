package dev.ferry.loadtest.fault;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection through a {@link FaultProxy}: two pipes, one for each direction. Touched
 * on the proxy's event loop only.
 */
final class ProxyLink {
  private final SocketChannel client;
  private final long number;
  private final InetSocketAddress target;
  private final ProxyPipe toServer;
  private final ProxyPipe toClient;
  private @Nullable SocketChannel server;
  private boolean closed;

  ProxyLink(SocketChannel client, long number, InetSocketAddress target, ProxyTraffic traffic) {
    this.client = client;
    this.number = number;
    this.target = target;
    this.toServer = new ProxyPipe(this, traffic.toServer(), null);
    this.toClient = new ProxyPipe(this, traffic.toClient(), traffic.filter());
    toServer.from(client);
    toClient.to(client);
    client.pipeline().addLast(toServer);
  }

  /** Counted from 1 in the order of arrival. */
  long number() {
    return number;
  }

  /** Takes what is at work at this moment; connects to the server as soon as that allows it. */
  void apply(Iterable<Impairment> atWork) {
    Line up = Line.CLEAR;
    Line down = Line.CLEAR;
    for (Impairment impairment : atWork) {
      if (impairment.sample().hits(number)) {
        up = up.and(impairment.up());
        down = down.and(impairment.down());
      }
    }
    if (server == null && !up.held()) {
      connect();
    }
    toServer.apply(up);
    toClient.apply(down);
  }

  private void connect() {
    ChannelFuture connected =
        new Bootstrap()
            .group(client.eventLoop())
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .option(ChannelOption.AUTO_READ, false)
            .handler(toClient)
            .connect(target);
    SocketChannel channel = (SocketChannel) connected.channel();
    server = channel;
    connected.addListener(
        done -> {
          if (closed) {
            return;
          }
          if (!done.isSuccess()) {
            reset();
            return;
          }
          toClient.from(channel);
          toServer.to(channel);
        });
  }

  /** The other direction's destination can take more, or no more. */
  void writabilityChanged(ProxyPipe source) {
    (source == toServer ? toClient : toServer).pump();
  }

  /** Both ends said that they are done, and were told so. */
  void endedOneWay() {
    if (toServer.ended() && toClient.ended()) {
      close();
    }
  }

  /** FIN to both ends. */
  void close() {
    closed = true;
    client.close();
    if (server != null) {
      server.close();
    }
    toServer.release();
    toClient.release();
  }

  /** RST to both ends. */
  void reset() {
    lingerNot(client);
    lingerNot(server);
    close();
  }

  private static void lingerNot(@Nullable SocketChannel channel) {
    if (channel != null && channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
  }
}
