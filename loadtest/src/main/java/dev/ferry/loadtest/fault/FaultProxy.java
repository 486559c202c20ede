package dev.ferry.loadtest.fault;

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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on loopback that misbehaves on request. Its port stays the same for its whole life,
 * also while it refuses connections.
 *
 * <p>Impairments add up, each until it is ended, or all until {@link #restore}. Safe for use from
 * any thread: everything happens on one event loop, and each method returns when the loop has done
 * it.
 *
 * <p>What a black hole holds back is not lost but late, as it is when a network heals and TCP sends
 * again: dropping bytes of a stream that goes on would be a fault which TCP does not have.
 */
public final class FaultProxy implements AutoCloseable {
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final PortLease lease = new PortLease();
  private final InetSocketAddress target;
  private final ProxyTraffic traffic;
  private final AtomicLong accepted = new AtomicLong();

  // Touched on the event loop only.
  private final Set<ProxyLink> links = new HashSet<>();
  private final List<Impaired> atWork = new ArrayList<>();

  // Guarded by this.
  private @Nullable Channel listener;
  private boolean closed;

  /** An impairment at work. */
  public final class Impaired implements AutoCloseable {
    private final Impairment impairment;

    private Impaired(Impairment impairment) {
      this.impairment = impairment;
    }

    /** Ends this impairment and no other; what it held is forwarded. */
    @Override
    public void close() {
      end(this);
    }
  }

  /** Starts a proxy that passes everything through. */
  public FaultProxy(String targetHost, int targetPort) {
    this(targetHost, targetPort, ProxyTraffic.ofBytes());
  }

  private FaultProxy(String targetHost, int targetPort, ProxyTraffic traffic) {
    this.target = new InetSocketAddress(targetHost, targetPort);
    this.traffic = traffic;
    listen();
  }

  /** Starts a proxy in front of a Redis, which can drop bus messages as well. Not for TLS. */
  public static FaultProxy ofRedis(String targetHost, int targetPort) {
    return new FaultProxy(targetHost, targetPort, ProxyTraffic.ofRedis());
  }

  /** The port on loopback that clients connect to. */
  public int port() {
    return lease.port();
  }

  /** Begins; several at once add up. */
  public synchronized Impaired impair(Impairment impairment) {
    Impaired impaired = new Impaired(impairment);
    onLoop(
        () -> {
          atWork.add(impaired);
          applyToAll();
        });
    if (impairment.refusing() && impairment.sample().isAll()) {
      stopListening();
    }
    onLoop(() -> linksThat(impairment::refuses).forEach(ProxyLink::close));
    if (impairment.refusing() && impairment.sample().isAll()) {
      awaitRefusal();
    }
    return impaired;
  }

  private synchronized void end(Impaired impaired) {
    if (closed) {
      return;
    }
    AtomicBoolean refusing = new AtomicBoolean();
    onLoop(
        () -> {
          atWork.remove(impaired);
          applyToAll();
          refusing.set(atWork.stream().anyMatch(FaultProxy::refusesAll));
        });
    if (!refusing.get()) {
      listen();
    }
  }

  private static boolean refusesAll(Impaired impaired) {
    return impaired.impairment.refusing() && impaired.impairment.sample().isAll();
  }

  /** Closes every connection in good order (FIN) and refuses new ones. */
  public void cut() {
    impair(Impairment.cut());
  }

  /** Resets every connection (RST) in both directions; new ones are welcome. */
  public void reset() {
    reset(Impairment.Sample.ALL);
  }

  /** Resets some of the connections (RST) in both directions; new ones are welcome. */
  public void reset(Impairment.Sample some) {
    onLoop(() -> linksThat(some::hits).forEach(ProxyLink::reset));
  }

  /**
   * Keeps connections open and forwards nothing, neither bytes nor ends; new connections are
   * accepted and hear nothing.
   */
  public void blackhole() {
    impair(Impairment.of(Line.HELD));
  }

  /**
   * Drops this share of the pub/sub messages from Redis, and nothing else, until told otherwise.
   *
   * @param share 0 to 1
   * @param seed decides which
   * @throws IllegalStateException when this proxy was not made by {@link #ofRedis}
   */
  public void dropBusMessages(double share, long seed) {
    onLoop(() -> traffic.dropBusMessages(share, seed));
  }

  /** Bus messages dropped so far. */
  public long busMessagesDropped() {
    return traffic.busMessagesDropped();
  }

  /** Ends all impairments: what was held is forwarded, and refused clients are welcome again. */
  public synchronized void restore() {
    onLoop(
        () -> {
          atWork.clear();
          applyToAll();
        });
    listen();
  }

  /** Bytes handed to the server's sockets so far. */
  public long bytesToServer() {
    return traffic.toServer().get();
  }

  /** Bytes handed to clients' sockets so far. */
  public long bytesToClient() {
    return traffic.toClient().get();
  }

  /** Connections accepted so far. */
  public long accepted() {
    return accepted.get();
  }

  /** Resets what is open and gives the port back. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    stopListening();
    reset();
    closed = true;
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    lease.close();
  }

  private List<ProxyLink> linksThat(LongPredicate chosen) {
    return links.stream().filter(link -> chosen.test(link.number())).toList();
  }

  private void applyToAll() {
    List.copyOf(links).forEach(this::apply);
  }

  private void apply(ProxyLink link) {
    link.apply(atWork.stream().map(each -> each.impairment).toList());
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
    long number = accepted.incrementAndGet();
    ProxyLink link = new ProxyLink(client, number, target, traffic);
    if (atWork.stream().anyMatch(each -> each.impairment.refuses(number))) {
      link.reset();
      return;
    }
    links.add(link);
    client.closeFuture().addListener(closing -> links.remove(link));
    apply(link);
  }

  private void onLoop(Runnable task) {
    group.submit(task).syncUninterruptibly();
  }
}
