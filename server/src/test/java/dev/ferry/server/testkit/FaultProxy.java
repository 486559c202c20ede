package dev.ferry.server.testkit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on loopback that misbehaves on request. Its port stays the same for its whole life,
 * also while it refuses connections.
 *
 * <p>Faults add up until {@link #restore}. Safe for use from any thread: everything happens on one
 * event loop, and each method returns when the loop has done it.
 *
 * <p>What a black hole holds back is not lost but late, as it is when a network heals and TCP sends
 * again: dropping bytes of a stream that goes on would be a fault which TCP does not have.
 */
public final class FaultProxy implements AutoCloseable {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final PortLease lease = new PortLease();
  private final InetSocketAddress target;
  private final AtomicLong bytesToServer = new AtomicLong();
  private final AtomicLong bytesToClient = new AtomicLong();
  private final AtomicLong accepted = new AtomicLong();

  // Touched on the event loop only.
  private final Set<ProxyLink> links = new HashSet<>();
  private Faults faults = Faults.NONE;

  // Guarded by this.
  private @Nullable Channel listener;

  /** Starts a proxy that passes everything through. */
  public FaultProxy(String targetHost, int targetPort) {
    this.target = new InetSocketAddress(targetHost, targetPort);
    listen();
  }

  /** The port on loopback that clients connect to. */
  public int port() {
    return lease.port();
  }

  /** Closes every connection in good order (FIN) and refuses new ones. */
  public void cut() {
    change(current -> current.withRefuse(true));
    stopListening();
    onLoop(() -> List.copyOf(links).forEach(ProxyLink::close));
    awaitRefusal();
  }

  /** Resets every connection (RST) in both directions; new ones are welcome. */
  public void reset() {
    onLoop(() -> List.copyOf(links).forEach(ProxyLink::reset));
  }

  /**
   * Keeps connections open and forwards nothing, neither bytes nor ends; new connections are
   * accepted and hear nothing.
   */
  public void blackhole() {
    change(current -> current.withHoldToServer(true).withHoldToClient(true));
  }

  /** A black hole for what the server says; it still hears its clients. */
  public void blackholeTowardsClient() {
    change(current -> current.withHoldToClient(true));
  }

  /** A black hole for what clients say; they still hear the server. */
  public void blackholeTowardsServer() {
    change(current -> current.withHoldToServer(true));
  }

  /** Delays every byte, in each direction, by this much. */
  public void latency(Duration latency) {
    change(current -> current.withLatency(latency));
  }

  /** Forwards at most this many bytes a second for each connection and direction; 0: no limit. */
  public void rate(long bytesPerSecond) {
    change(current -> current.withRate(bytesPerSecond));
  }

  /**
   * Forwards at most this many bytes a write, each in its own turn of the loop, so that frames
   * arrive split; 0: no limit. The receiver's kernel may join slices that it was slow to read.
   */
  public void slice(int bytes) {
    change(current -> current.withSlice(bytes));
  }

  /** Ends all faults: what was held is forwarded, and refused clients are welcome again. */
  public void restore() {
    change(current -> Faults.NONE);
    listen();
  }

  /** Bytes handed to the server's sockets so far. */
  public long bytesToServer() {
    return bytesToServer.get();
  }

  /** Bytes handed to clients' sockets so far. */
  public long bytesToClient() {
    return bytesToClient.get();
  }

  /** Connections accepted so far. */
  public long accepted() {
    return accepted.get();
  }

  /** Resets what is open and gives the port back. */
  @Override
  public void close() {
    stopListening();
    reset();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    lease.close();
  }

  private void change(UnaryOperator<Faults> change) {
    onLoop(
        () -> {
          faults = change.apply(faults);
          List.copyOf(links).forEach(link -> link.apply(faults));
        });
  }

  private synchronized void listen() {
    if (listener != null) {
      return;
    }
    listener =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel client) {
                    accept(client);
                  }
                })
            .bind(InetAddress.getLoopbackAddress(), lease.port())
            .syncUninterruptibly()
            .channel();
  }

  private synchronized void stopListening() {
    if (listener != null) {
      listener.close().syncUninterruptibly();
      listener = null;
    }
  }

  /** A closed listener lives on in the kernel until its selector has turned once more. */
  private void awaitRefusal() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() < deadline) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port())) {
        probe.setSoLinger(true, 0);
      } catch (IOException refused) {
        return;
      }
    }
    throw new IllegalStateException("port " + port() + " still accepts after its listener closed");
  }

  private void accept(SocketChannel client) {
    accepted.incrementAndGet();
    ProxyLink link = new ProxyLink(client, target, bytesToServer, bytesToClient);
    if (faults.refuse()) {
      link.reset();
      return;
    }
    links.add(link);
    client.closeFuture().addListener(closed -> links.remove(link));
    link.apply(faults);
  }

  private void onLoop(Runnable task) {
    group.submit(task).syncUninterruptibly();
  }
}
