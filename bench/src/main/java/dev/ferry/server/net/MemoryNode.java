package dev.ferry.server.net;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Login;
import dev.ferry.server.delivery.Attendance;
import dev.ferry.server.delivery.BusListener;
import dev.ferry.server.delivery.FanOut;
import dev.ferry.server.delivery.PushEncoder;
import dev.ferry.server.delivery.Resync;
import dev.ferry.server.delivery.Rosters;
import dev.ferry.server.delivery.Subscriptions;
import dev.ferry.server.device.Devices;
import dev.ferry.server.group.GroupRates;
import dev.ferry.server.group.GroupService;
import dev.ferry.server.group.Groups;
import dev.ferry.server.message.ConversationList;
import dev.ferry.server.message.CursorService;
import dev.ferry.server.message.Cursors;
import dev.ferry.server.message.MessageReads;
import dev.ferry.server.message.MessageService;
import dev.ferry.server.message.SettingsService;
import dev.ferry.server.message.SettingsStore;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.NodeId;
import dev.ferry.server.model.UserId;
import dev.ferry.server.presence.PresenceRoom;
import dev.ferry.server.presence.SignalService;
import dev.ferry.server.privacy.PrivacyService;
import dev.ferry.server.privacy.PrivacyStore;
import dev.ferry.server.request.Frames;
import dev.ferry.server.request.PeerLimits;
import dev.ferry.server.request.Peers;
import dev.ferry.server.request.PresenceFrames;
import dev.ferry.server.session.SessionRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A node with everything between the system calls of its sockets and Redis: real pipelines, peers,
 * sessions and fan-out on one of Netty's loops, which runs only when {@link #run} says so. Belongs
 * to the thread that made it.
 */
public final class MemoryNode implements AutoCloseable {
  /** Far above what can be reached: that rates are checked is measured, that they limit is not. */
  private static final int UNLIMITED = 1_000_000_000;

  private static final int CONTENT_BYTES_MAX = 64 << 10;
  private static final int PAGE_MAX = 200;
  private static final FrameLimits FRAMES = new FrameLimits(4 << 10, 80 << 10, 256 << 10);

  private final ManualIoEventLoop loop =
      new ManualIoEventLoop(Thread.currentThread(), LocalIoHandler.newFactory());

  /** For the ticks of presence, which find nothing to do. */
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(0);

  private final SessionRegistry sessions = new SessionRegistry();
  private final MemoryChannel.Sent sent = new MemoryChannel.Sent();
  private final Tokens tokens = Tokens.create();
  private final FanOut fanOut;
  private final Pipelines pipelines;

  /**
   * @param groups that every user is a member of
   */
  public MemoryNode(List<ConversationId> groups) {
    ReadyStore store = new ReadyStore(groups, loop);
    EventLoops loops =
        new EventLoops(
            "memory", loop, NioServerSocketChannel.class, Map.of(loop, new NettyLoop(loop)));
    PushEncoder pushes = Frames.pushes();
    Subscriptions subscriptions = new Subscriptions(store);
    Rosters rosters = new Rosters(loops.loops(), sessions, subscriptions, store, pushes);
    Resync resync = new Resync(sessions, rosters::refresh, timer, Duration.ZERO);
    fanOut = new FanOut(sessions, rosters, pushes, resync);
    Peers peers =
        new Peers(
            loops.loops(),
            new Peers.Node(new NodeId("memory"), CONTENT_BYTES_MAX, PAGE_MAX),
            limits(),
            tokens.believer(),
            new Attendance(sessions, subscriptions, rosters),
            sessions,
            services(
                store,
                presence(store, subscriptions),
                new SignalService(
                    (topic, signal) -> CompletableFuture.completedStage(null), rosters)));
    pipelines = new Pipelines(peers, loops, new Sweeps(loops), FRAMES, null);
  }

  private static PeerLimits limits() {
    Duration patience = Duration.ofHours(1);
    return new PeerLimits(patience, patience, patience, 64, 64, UNLIMITED, UNLIMITED);
  }

  private PresenceRoom presence(ReadyStore store, Subscriptions subscriptions) {
    return PresenceRoom.open(
        new PresenceRoom.Settings(Duration.ofDays(1), 1),
        new PresenceRoom.Ground(
            sessions, subscriptions, store, new SilentPresence(), PresenceFrames.news()),
        timer);
  }

  private static Peers.Services services(
      ReadyStore store, PresenceRoom presence, SignalService signals) {
    GroupRates.Rate rate = new GroupRates.Rate(UNLIMITED, UNLIMITED);
    GroupRates rates = new GroupRates("messages", rate, rate);
    return new Peers.Services(
        new MessageService(
            store, Optional::empty, rates, new MessageService.Limits(CONTENT_BYTES_MAX, PAGE_MAX)),
        notAsked(MessageReads.class),
        new ConversationList(store, store),
        new GroupService(notAsked(Groups.class), rates),
        new CursorService(notAsked(Cursors.class), store, rates),
        new SettingsService(notAsked(SettingsStore.class), store),
        store,
        notAsked(Devices.class),
        presence,
        signals,
        new PrivacyService(notAsked(PrivacyStore.class)));
  }

  private static <T> T notAsked(Class<T> port) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            }));
  }

  /** Where published entries go in. */
  public BusListener bus() {
    return fanOut;
  }

  /** Connects a phone, which has logged in afterwards. */
  public void join(UserId user, DeviceId device) {
    connect(user, device);
  }

  /** Buffers that were flushed so far, the answers to logins included. */
  public long buffersSent() {
    return sent.buffers();
  }

  /** Bytes that were flushed so far, the answers to logins included. */
  public long bytesSent() {
    return sent.bytes();
  }

  /** A phone's connection, accepted. */
  MemoryChannel open() {
    MemoryChannel channel = new MemoryChannel(sent);
    pipelines.fillTcp(channel);
    loop.register(channel);
    run();
    return channel;
  }

  /** What a phone sends to log in, encoded. */
  byte[] login(UserId user, DeviceId device) {
    Login.Builder login =
        Login.newBuilder()
            .setVersionMax(1)
            .setVersionMin(1)
            .setToken(tokens.of(user.value()))
            .setDevice(device.value())
            .setClient("bench");
    return ClientFrame.newBuilder().setRequestId(1).setLogin(login).build().toByteArray();
  }

  /** A phone's connection, logged in. */
  MemoryChannel connect(UserId user, DeviceId device) {
    MemoryChannel channel = open();
    long before = sent.buffers();
    channel.read(wire(channel, login(user, device)));
    run();
    if (!channel.isOpen() || sent.buffers() == before || sessions.of(user).isEmpty()) {
      throw new IllegalStateException("no login: " + user);
    }
    return channel;
  }

  /** The bytes that a socket's read brings of these frames; the pipeline releases them. */
  static ByteBuf wire(MemoryChannel of, byte[]... frames) {
    int size = 0;
    for (byte[] frame : frames) {
      size += Joined.HEADER_BYTES_MAX + frame.length;
    }
    ByteBuf bytes = of.alloc().ioBuffer(size);
    for (byte[] frame : frames) {
      Joined.writeTcp(bytes, frame);
    }
    return bytes;
  }

  /** Turns of the loop, until nothing is left to be done now. */
  public void run() {
    while (loop.runNow() > 0) {
      // The next turn.
    }
  }

  @Override
  public void close() {
    loop.shutdown();
    run();
    timer.shutdown();
  }
}
