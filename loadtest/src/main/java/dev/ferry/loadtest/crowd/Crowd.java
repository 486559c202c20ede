package dev.ferry.loadtest.crowd;

import dev.ferry.client.ClientState;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/** Phones on a few event loops. Thread-safe. */
public final class Crowd implements AutoCloseable {
  private static final long TICK_MS = 20;

  /** Few enough for a node that has just started. */
  private static final int LOGINS_AT_ONCE = 100;

  private static final long LOGIN_SECONDS = 60;

  private final MultiThreadIoEventLoopGroup loops;
  private final Dialer dialer;

  /** Of the loops. */
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  /** The phones of each loop that have not ended; it alone uses its list; the map is fixed. */
  private final Map<EventLoop, List<Phone>> byLoop = new HashMap<>();

  /** Set by who closes, read by the loops. */
  private volatile boolean closing;

  /**
   * From whatever address the kernel takes.
   *
   * @param loopCount how many event loops
   */
  public Crowd(int loopCount) {
    this(loopCount, List.of());
  }

  /**
   * @param sources addresses of this machine to connect from, in turn
   */
  public Crowd(int loopCount, List<InetAddress> sources) {
    ThreadFactory daemons = new DefaultThreadFactory("ferry-crowd", true);
    ThreadFactory remembered =
        body -> {
          Thread thread = daemons.newThread(body);
          threads.add(thread);
          return thread;
        };
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    Class<? extends SocketChannel> channel =
        epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    loops = new MultiThreadIoEventLoopGroup(loopCount, remembered, handlers);
    dialer = new Dialer(new Bootstrap().channel(channel), trusting(), sources);
    for (int i = 0; i < loopCount; i++) {
      EventLoop loop = (EventLoop) loops.next();
      List<Phone> phones = new ArrayList<>();
      byLoop.put(loop, phones);
      loop.scheduleWithFixedDelay(() -> tick(phones), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }
  }

  /** Never throws: that would end the ticks of the loop. */
  private static void tick(List<Phone> phones) {
    phones.removeIf(phone -> phone.state() == ClientState.CLOSED);
    for (Phone phone : phones) {
      try {
        phone.tickIfDue();
      } catch (RuntimeException | AssertionError e) {
        // Its core may be in any state now.
        phone.stop();
        Thread loop = Thread.currentThread();
        loop.getUncaughtExceptionHandler().uncaughtException(loop, e);
      }
    }
  }

  /** Processor time that each event loop has used so far, in nanoseconds. */
  public long[] cpuNanos() {
    ThreadMXBean bean = ManagementFactory.getThreadMXBean();
    return threads.stream().mapToLong(thread -> bean.getThreadCpuTime(thread.getId())).toArray();
  }

  /** How many phones get ticks; for tests, and not on a loop. */
  int ticked() throws InterruptedException, ExecutionException {
    int phones = 0;
    for (Map.Entry<EventLoop, List<Phone>> entry : byLoop.entrySet()) {
      phones += entry.getKey().submit(() -> entry.getValue().size()).get();
    }
    return phones;
  }

  /** A phone that does nothing until it is started. */
  public Phone phone(PhoneOptions options, PhoneListener listener) {
    EventLoop loop = (EventLoop) loops.next();
    Phone phone = new Phone(loop, dialer, options, listener);
    loop.execute(() -> byLoop.getOrDefault(loop, List.of()).add(phone));
    return phone;
  }

  /**
   * Phones that are online, started a few at a time; blocks until all of them are.
   *
   * @throws IllegalStateException when one was refused for good
   */
  public List<Phone> online(List<PhoneOptions> options, PhoneListener listener)
      throws InterruptedException {
    List<Phone> phones = new ArrayList<>();
    for (PhoneOptions each : options) {
      Phone phone = phone(each, listener);
      phones.add(phone);
      phone.start();
      if (phones.size() % LOGINS_AT_ONCE == 0) {
        awaitOnline(phones);
      }
    }
    awaitOnline(phones);
    return phones;
  }

  /**
   * Sessions that throw away what they hear, logged in a few at a time; blocks until all are.
   *
   * @param pushed counts the messages that they are pushed
   * @param ended hears why the connection of one ended before {@link #close}; on a loop
   * @throws java.util.concurrent.CompletionException when one does not come online
   */
  public void listeners(List<PhoneOptions> options, LongAdder pushed, Consumer<String> ended) {
    for (int from = 0; from < options.size(); from += LOGINS_AT_ONCE) {
      List<Listener> some = new ArrayList<>();
      for (PhoneOptions each :
          options.subList(from, Math.min(options.size(), from + LOGINS_AT_ONCE))) {
        Listener listener = new Listener((EventLoop) loops.next(), each, pushed);
        listener.dial(dialer);
        some.add(listener);
      }
      for (Listener listener : some) {
        listener.online().orTimeout(LOGIN_SECONDS, TimeUnit.SECONDS).join();
        CompletableFuture<Void> unused =
            listener
                .ended()
                .thenAccept(
                    reason -> {
                      if (!closing) {
                        ended.accept(reason);
                      }
                    });
      }
    }
  }

  private static void awaitOnline(List<Phone> phones) throws InterruptedException {
    for (Phone phone : phones) {
      while (phone.state() != ClientState.ONLINE) {
        if (phone.state() == ClientState.CLOSED) {
          throw new IllegalStateException(phone.options().user() + " was refused");
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }

  /** Load is for servers of one's own: their certificates need not be of an authority. */
  private static SslContext trusting() {
    try {
      return SslContextBuilder.forClient()
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends all connections and loops; blocks for two seconds at most. */
  @Override
  public void close() {
    closing = true;
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
