package dev.ferry.loadtest.crowd;

import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.Draft;
import dev.ferry.client.FerryException;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.core.Answer;
import dev.ferry.client.core.ClientCore;
import dev.ferry.client.core.CoreOptions;
import dev.ferry.client.core.Effects;
import dev.ferry.client.core.Kept;
import dev.ferry.client.core.OutgoingForm;
import dev.ferry.client.core.Question;
import dev.ferry.client.driver.Launches;
import dev.ferry.client.presence.Presences;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.client.store.Position;
import dev.ferry.client.store.Tally;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One device: the SDK's core on a TCP connection. Public methods are for any thread; everything
 * else happens on its loop. Its memory is that of one life: nothing is kept on a disk.
 */
public final class Phone {
  private static final int OUTBOX_MAX = 10_000;
  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final long NANOS_PER_MS = 1_000_000;
  private static final byte[] NO_BODY = {};

  private final EventLoop loop;
  private final Dialer dialer;
  private final PhoneOptions options;
  private final PhoneListener listener;
  private final ClientCore core;

  /** Loop only. */
  private final Map<UUID, CompletableFuture<SendReceipt>> receipts = new HashMap<>();

  /** Loop only. */
  private @Nullable Channel channel;

  /** Loop only. */
  private int connections;

  /** Where it connected to last. Written on the loop, read by any. */
  private volatile URI server;

  /** Loop only. */
  private boolean flushDue;

  /** Written on the loop, read by any. */
  private volatile ClientState state = ClientState.DISCONNECTED;

  Phone(EventLoop loop, Dialer dialer, PhoneOptions options, PhoneListener listener) {
    this.loop = loop;
    this.dialer = dialer;
    this.options = options;
    this.server = options.servers().get(0);
    this.listener = listener;
    this.core =
        new ClientCore(
            new CoreOptions(
                    options.user(),
                    options.device(),
                    "crowd",
                    OUTBOX_MAX,
                    options.firstSightMessages(),
                    CONNECT_TIMEOUT_MS,
                    options.deliveryReports())
                .launched(Launches.next()),
            Kept.nothing(),
            new Random(ThreadLocalRandom.current().nextLong()),
            new Doing());
  }

  public PhoneOptions options() {
    return options;
  }

  /** The server that it is connected to, or was last. */
  public URI server() {
    return server;
  }

  public ClientState state() {
    return state;
  }

  /** Begins to connect. */
  public void start() {
    loop.execute(() -> core.start(nowMs()));
  }

  /** Ends for good. */
  public void stop() {
    loop.execute(() -> core.close(nowMs()));
  }

  /** Runs something where the phone's own things happen. */
  public void execute(Runnable task) {
    loop.execute(task);
  }

  /** Breaks the connection, as a network does; the phone finds out and connects again. */
  public void cut() {
    loop.execute(
        () -> {
          if (channel != null) {
            channel.close();
          }
        });
  }

  /** Whether this connection's socket is read; a new connection is. */
  public void read(boolean wanted) {
    loop.execute(
        () -> {
          if (channel != null) {
            channel.config().setAutoRead(wanted);
          }
        });
  }

  public CompletableFuture<SendReceipt> send(String conversation, MessageContent content) {
    return send(randomId(), conversation, content);
  }

  /**
   * @param id one that no other message or change has
   */
  public CompletableFuture<SendReceipt> send(UUID id, String conversation, MessageContent content) {
    return send(OutgoingForm.message(id, conversation, Draft.of(content)));
  }

  /** Sends a message or an operation, whose id nothing else has. */
  public CompletableFuture<SendReceipt> send(OutgoingMessage message) {
    CompletableFuture<SendReceipt> done = new CompletableFuture<>();
    loop.execute(
        () -> {
          receipts.put(message.id(), done);
          core.send(message, nowMs());
        });
    return done;
  }

  /** Signals that its user is writing, unless it did just now. */
  public void type(String conversation) {
    loop.execute(() -> core.signal(conversation, ReceivedSignal.TYPING, NO_BODY, nowMs()));
  }

  /** Watches these users from now on; at most {@link Presences#WATCHED_MAX}. */
  public void watch(List<String> users) {
    loop.execute(() -> core.watch("", users, List.of(), nowMs()));
  }

  /** Everything up to {@code seq} was shown; on the phone's loop. */
  public void markRead(String conversation, long seq) {
    core.markRead(conversation, seq, nowMs());
  }

  /** Runs something later where the phone's own things happen. */
  public void executeIn(Duration delay, Runnable task) {
    loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  public <T> CompletableFuture<T> ask(Question<T> question) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Answer<T> answer =
        new Answer<>() {
          @Override
          public void answered(T value) {
            loop.execute(() -> done.complete(value));
          }

          @Override
          public void failed(FerryException reason) {
            loop.execute(() -> done.completeExceptionally(reason));
          }
        };
    loop.execute(() -> core.ask(question, answer, nowMs()));
    return done;
  }

  /** An id that no other message or change has. */
  public static UUID randomId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong());
  }

  void tickIfDue() {
    long now = nowMs();
    if (core.nextTickMs() <= now) {
      core.tick(now);
    }
  }

  private static long nowMs() {
    return System.nanoTime() / NANOS_PER_MS;
  }

  private void flush() {
    flushDue = false;
    if (channel != null) {
      channel.flush();
    }
  }

  /** One connection, to the core. */
  private final class Connection implements Dialer.Line {
    private final long number;

    Connection(long number) {
      this.number = number;
    }

    @Override
    public void opened() {
      core.opened(number, nowMs());
    }

    @Override
    public void received(byte[] frame) {
      core.received(number, frame, nowMs());
    }

    @Override
    public void closed(String reason, @Nullable Throwable cause) {
      core.closed(number, reason, cause, nowMs());
    }
  }

  /** Does what the core asks for. */
  private final class Doing implements Effects {
    @Override
    public void askToken(long connection) {
      loop.execute(() -> giveToken(connection));
    }

    private void giveToken(long connection) {
      String token;
      try {
        token = options.token().get();
      } catch (RuntimeException e) {
        core.tokenFailed(connection, e, nowMs());
        return;
      }
      core.token(connection, token, nowMs());
    }

    @Override
    public void connect(long connection) {
      List<URI> servers = options.servers();
      server = servers.get(connections++ % servers.size());
      channel = dialer.dial(loop, server, new Connection(connection));
    }

    @Override
    public void transmit(byte[] frame) {
      Channel to = channel;
      if (to == null) {
        return;
      }
      to.write(to.alloc().buffer(frame.length).writeBytes(frame), to.voidPromise());
      if (!flushDue) {
        flushDue = true;
        loop.execute(Phone.this::flush);
      }
    }

    @Override
    public void disconnect(long connection) {
      if (channel != null) {
        channel.close();
        channel = null;
      }
    }

    @Override
    public void keep(OutgoingMessage message) {}

    @Override
    public void forget(OutgoingMessage message) {}

    @Override
    public void state(ClientState now) {
      state = now;
      listener.onState(Phone.this, now);
    }

    @Override
    public void disconnected(FerryException reason, boolean terminal) {
      listener.onDisconnected(Phone.this, reason, terminal);
    }

    @Override
    public void sent(SendReceipt receipt) {
      CompletableFuture<SendReceipt> done = receipts.remove(receipt.clientMessageId());
      if (done != null) {
        // Later: whoever waits may send again, and the core is not to be called from within itself.
        loop.execute(() -> done.complete(receipt));
      }
    }

    @Override
    public void sendFailed(UUID id, FerryException reason) {
      CompletableFuture<SendReceipt> done = receipts.remove(id);
      if (done != null) {
        loop.execute(() -> done.completeExceptionally(reason));
      }
    }

    @Override
    public void message(ReceivedMessage message) {
      listener.onMessage(Phone.this, message);
    }

    @Override
    public void position(String conversation, Position position) {
      listener.onPosition(Phone.this, conversation, position.epoch(), position.seq());
    }

    @Override
    public void cursor(ConversationCursor cursor) {
      listener.onCursor(Phone.this, cursor);
    }

    @Override
    public void presence(List<UserPresence> news) {
      listener.onPresence(Phone.this, news);
    }

    @Override
    public void signal(ReceivedSignal signal) {
      listener.onSignal(Phone.this, signal);
    }

    @Override
    public void unread(String conversation, long unread, long total) {
      listener.onUnread(Phone.this, conversation, unread);
    }

    @Override
    public void tally(String conversation, Tally tally) {
      listener.onTally(Phone.this, conversation);
    }

    @Override
    public void reset(String conversation, long oldEpoch, long newEpoch) {
      listener.onReset(Phone.this, conversation, oldEpoch, newEpoch);
    }

    @Override
    public void headsVersion(long version) {}
  }
}
