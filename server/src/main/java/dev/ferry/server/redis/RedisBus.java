package dev.ferry.server.redis;

import dev.ferry.server.delivery.Bus;
import dev.ferry.server.delivery.BusListener;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus on Redis's sharded pub/sub. When a connection is lost, or does not answer, there is one
 * way back: close what is left, open a new one, subscribe everything that is wanted, and tell the
 * listener that entries may have been missed.
 *
 * <p>A race that remains by design: an entry published while the connection is lost but not yet
 * known to be is not heard; the listener's {@code interrupted} covers it, within a check's interval
 * and a command's timeout.
 */
public final class RedisBus implements Bus, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisBus.class);

  /** Far below what {@link RedisSettings#queueMax} lets wait on a connection. */
  private static final int SUBSCRIBE_WINDOW = 50;

  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

  private final RedisLink link;
  private final BusListener listener;
  private final ScheduledExecutorService timer;

  /** Users whose channels are to be subscribed. Any thread. */
  private final Set<UserId> wanted = ConcurrentHashMap.newKeySet();

  /** Written on the timer's thread, and at last by {@link #close}; read by any. */
  private volatile @Nullable Line line;

  /** Whether a connection is being opened or closed. Timer's thread. */
  private boolean busy;

  /**
   * Whether a connection was open before, so that the next one follows an interruption. Timer's
   * thread.
   */
  private boolean reopening;

  /** No more connections. Any thread. */
  private volatile boolean closed;

  /** Done with the first connection. */
  private final CompletableFuture<@Nullable Void> connectedOnce = new CompletableFuture<>();

  /** The users whose channels the next checks use. Timer's thread. */
  private Iterator<UserId> round = Collections.emptyIterator();

  /**
   * @param timer a single thread
   */
  public RedisBus(RedisLink link, BusListener listener, ScheduledExecutorService timer) {
    this.link = link;
    this.listener = listener;
    this.timer = timer;
  }

  /**
   * Connects, now and whenever the connection is lost. Blocks until it is there for the first time.
   *
   * @throws RedisUnavailableException when that takes longer than {@code patience}
   */
  public void start(Duration patience) {
    link.watchBus(
        new RedisConnectionStateAdapter() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
            // A Cluster's client also makes short-lived connections to ask for the topology.
            if (!closed && lost instanceof StatefulRedisPubSubConnection) {
              timer.execute(() -> lost(lost));
            }
          }
        });
    timer.scheduleWithFixedDelay(
        Periodic.task(this::check), 0, CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    try {
      connectedOnce.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisUnavailableException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new RedisUnavailableException(e);
    }
  }

  /** Whether subscriptions are in force. */
  public boolean isConnected() {
    Line open = line;
    return open != null && open.complete;
  }

  @Override
  public CompletionStage<Void> subscribe(UserId user) {
    wanted.add(user);
    Line open = line;
    return open == null
        ? CompletableFuture.failedStage(
            new RefusedException(Reason.UNAVAILABLE, "the bus is not connected", CHECK_INTERVAL))
        : Failures.refusing(open.subscribe(user));
  }

  @Override
  public void unsubscribe(UserId user) {
    wanted.remove(user);
    Line open = line;
    if (open != null) {
      // Should this fail, the channel stays until the connection goes; its messages find no
      // session.
      open.leave(user);
    }
  }

  /** Disconnects; blocks for a moment. The timer may be ended afterwards. */
  @Override
  public void close() {
    closed = true;
    Line open = line;
    line = null;
    if (open != null) {
      open.connection.close();
    }
  }

  private void check() {
    if (closed) {
      return;
    }
    Line open = line;
    if (open == null) {
      open();
      return;
    }
    probe(open)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                timer.execute(() -> abandon(open));
              }
            });
  }

  /**
   * Subscribes once more what is subscribed: in a Cluster that visits one node after the other,
   * which a ping does not. A user who leaves at this very moment may stay subscribed until the
   * connection goes; its messages find no session.
   */
  private CompletionStage<?> probe(Line open) {
    if (!round.hasNext()) {
      round = wanted.iterator();
    }
    return round.hasNext() ? open.subscribe(round.next()) : open.connection.async().ping();
  }

  /** A Cluster's connection consists of several, and any of them may be the one that was lost. */
  private void lost(RedisChannelHandler<?, ?> lost) {
    Line open = line;
    if (open != null && (lost == open.connection || link.isCluster())) {
      abandon(open);
    }
  }

  /**
   * Lets go of a connection, unless it is the current one no longer. The next one is opened at
   * once; or at the next check, when this one did not even get to subscribe. Timer's thread.
   */
  private void abandon(Line lost) {
    if (lost != line || busy) {
      return;
    }
    LOG.warn("bus connection ended");
    line = null;
    busy = true;
    lost.connection
        .closeAsync()
        .whenComplete(
            (done, failure) ->
                timer.execute(
                    () -> {
                      busy = false;
                      if (lost.complete) {
                        open();
                      }
                    }));
  }

  private void open() {
    if (busy || closed) {
      return;
    }
    busy = true;
    link.openBus()
        .whenComplete(
            (fresh, failure) ->
                timer.execute(
                    () -> {
                      busy = false;
                      if (failure == null && closed) {
                        fresh.closeAsync();
                      } else if (failure == null) {
                        use(fresh);
                      } else {
                        LOG.atDebug().setCause(failure).log("bus connection not yet possible");
                      }
                    }));
  }

  /**
   * From here on subscriptions go to {@code fresh}; those wanted before are made up for, and then
   * told of.
   */
  private void use(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
    Line fresh = new Line(connection);
    connection.addListener(fresh);
    line = fresh;
    subscribe(fresh, wanted.iterator(), 0);
  }

  /**
   * Subscribes the next of the users, and the rest when those are done: all at once would be more
   * than may wait for a connection.
   */
  private void subscribe(Line fresh, Iterator<UserId> users, int before) {
    List<CompletableFuture<Void>> window = new ArrayList<>();
    while (users.hasNext() && window.size() < SUBSCRIBE_WINDOW) {
      window.add(fresh.subscribe(users.next()).toCompletableFuture());
    }
    int subscribed = before + window.size();
    CompletableFuture.allOf(window.toArray(CompletableFuture[]::new))
        .whenComplete(
            (done, failure) ->
                timer.execute(
                    () -> {
                      if (failure != null) {
                        abandon(fresh);
                      } else if (users.hasNext()) {
                        subscribe(fresh, users, subscribed);
                      } else {
                        complete(fresh, subscribed);
                      }
                    }));
  }

  private void complete(Line fresh, int subscribed) {
    fresh.complete = true;
    connectedOnce.complete(null);
    if (reopening) {
      LOG.atInfo().addKeyValue("channels", subscribed).log("bus connection is back");
      listener.interrupted();
    }
    reopening = true;
  }

  /** One connection: asks on any thread, hears on Lettuce's. */
  private final class Line extends RedisPubSubAdapter<byte[], byte[]> {
    private final StatefulRedisPubSubConnection<byte[], byte[]> connection;

    /**
     * Whether everybody who was wanted is subscribed. Written on the timer's thread, read by any.
     */
    private volatile boolean complete;

    /**
     * How many ends of a user's subscription were asked for and not yet heard of. They may be heard
     * of when the user is wanted again already, and mean nothing then.
     */
    private final Map<UserId, Integer> leaving = new ConcurrentHashMap<>();

    Line(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
      this.connection = connection;
    }

    CompletionStage<Void> subscribe(UserId user) {
      return connection.async().ssubscribe(Keys.channel(user));
    }

    /** Ends a subscription, in the order of the user's other calls. */
    void leave(UserId user) {
      leaving.merge(user, 1, Integer::sum);
      connection
          .async()
          .sunsubscribe(Keys.channel(user))
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  isLeaving(user);
                }
              });
    }

    /** Whether an end was asked for; counts it off. */
    private boolean isLeaving(UserId user) {
      boolean[] asked = new boolean[1];
      leaving.computeIfPresent(
          user,
          (key, count) -> {
            asked[0] = true;
            return count == 1 ? null : count - 1;
          });
      return asked[0];
    }

    @Override
    public void smessage(byte[] channel, byte[] message) {
      try {
        listener.entry(Keys.userOf(channel), BusForm.entry(message));
      } catch (RuntimeException e) {
        // A message that cannot be read is a hint lost: clients find the hole or the head.
        LOG.error("unreadable bus message", e);
      }
    }

    /** Unasked for, it says that a Cluster moved the channel's slot to another node. */
    @Override
    public void sunsubscribed(byte[] channel, long count) {
      UserId user = Keys.userOf(channel);
      if (!isLeaving(user) && wanted.contains(user) && line == this) {
        timer.execute(() -> abandon(this));
      }
    }
  }
}
