package dev.ferry.server.redis;

import dev.ferry.server.delivery.Bus;
import dev.ferry.server.delivery.BusListener;
import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
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
import java.util.Objects;
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
  private final ScheduledExecutorService timer;

  /** Set once, by {@link #start}, before anything is heard; read by any thread. */
  private volatile @Nullable BusListener listener;

  /**
   * What is to be subscribed. Any thread; what is asked of a connection for a topic is asked under
   * the topic's entry, so that a topic that was left is not subscribed afterwards.
   */
  private final Map<Topic, Boolean> wanted = new ConcurrentHashMap<>();

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

  /** The topics that the next checks use. Timer's thread. */
  private Iterator<Topic> round = Collections.emptyIterator();

  /**
   * @param timer a single thread
   */
  public RedisBus(RedisLink link, ScheduledExecutorService timer) {
    this.link = link;
    this.timer = timer;
  }

  /**
   * Connects, now and whenever the connection is lost. Blocks until it is there for the first time.
   *
   * @throws RedisUnavailableException when that takes longer than {@code patience}
   */
  public void start(BusListener hears, Duration patience) {
    listener = hears;
    link.watchBus(
        new RedisConnectionStateAdapter() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
            // A Cluster's client also makes short-lived connections to ask for the topology.
            if (lost instanceof StatefulRedisPubSubConnection) {
              later(() -> lost(lost));
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
  public CompletionStage<Void> subscribe(Topic topic) {
    List<CompletionStage<Void>> asked = new ArrayList<>(1);
    wanted.compute(
        topic,
        (key, before) -> {
          Line open = line;
          asked.add(
              open == null
                  ? CompletableFuture.failedStage(
                      new RefusedException(
                          Reason.UNAVAILABLE, "the bus is not connected", CHECK_INTERVAL))
                  : Failures.refusing(open.starts.add(key, open::ask)));
          return true;
        });
    return asked.get(0);
  }

  @Override
  public void unsubscribe(Topic topic) {
    wanted.computeIfPresent(
        topic,
        (key, before) -> {
          Line open = line;
          if (open != null) {
            // Should its end fail, the channel stays until the connection goes; its messages find
            // no session.
            open.ends.add(key);
          }
          return null;
        });
  }

  /** Asks that connection for a topic that may have been left long ago. */
  private CompletionStage<Void> askIfWanted(Line open, Topic topic) {
    List<CompletionStage<Void>> asked = new ArrayList<>(1);
    wanted.computeIfPresent(
        topic,
        (key, still) -> {
          asked.add(open.ask(key));
          return still;
        });
    return asked.isEmpty() ? CompletableFuture.completedStage(null) : asked.get(0);
  }

  /** Disconnects; blocks for a moment. The timer may be ended afterwards. */
  @Override
  public void close() {
    closed = true;
    Line open = line;
    line = null;
    if (open != null) {
      open.starts.end();
      open.connection.close();
    }
  }

  /** On the timer's thread, which may end once this is closed. */
  private void later(Runnable task) {
    if (!closed) {
      timer.execute(task);
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
   * which a ping does not.
   */
  private CompletionStage<?> probe(Line open) {
    if (!round.hasNext()) {
      round = wanted.keySet().iterator();
    }
    CompletionStage<?> asked = round.hasNext() ? askIfWanted(open, round.next()) : open.ping();
    open.turns.queued();
    return asked;
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
    if (lost != line) {
      return;
    }
    LOG.warn("bus connection ended");
    line = null;
    busy = true;
    lost.starts.end();
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
    subscribe(fresh, wanted.keySet().iterator(), 0);
  }

  /**
   * Subscribes the next of the topics, and the rest when those are done: all at once would be more
   * than may wait for a connection.
   */
  private void subscribe(Line fresh, Iterator<Topic> topics, int before) {
    List<CompletableFuture<Void>> window = new ArrayList<>();
    while (topics.hasNext() && window.size() < SUBSCRIBE_WINDOW) {
      window.add(askIfWanted(fresh, topics.next()).toCompletableFuture());
    }
    fresh.turns.queued();
    int subscribed = before + window.size();
    CompletableFuture.allOf(window.toArray(CompletableFuture[]::new))
        .whenComplete(
            (done, failure) ->
                timer.execute(
                    () -> {
                      if (failure != null) {
                        abandon(fresh);
                      } else if (topics.hasNext()) {
                        subscribe(fresh, topics, subscribed);
                      } else {
                        complete(fresh, subscribed);
                      }
                    }));
  }

  private BusListener listener() {
    return Objects.requireNonNull(listener, "heard before the start");
  }

  private void complete(Line fresh, int subscribed) {
    fresh.complete = true;
    connectedOnce.complete(null);
    if (reopening) {
      LOG.atInfo().addKeyValue("channels", subscribed).log("bus connection is back");
      listener().interrupted();
    }
    reopening = true;
  }

  /** One connection: asks on any thread, hears on the loop that it lies on. */
  private final class Line extends RedisPubSubAdapter<byte[], byte[]> {
    private final StatefulRedisPubSubConnection<byte[], byte[]> connection;
    private final TurnEnd turns;
    private final TopicStarts starts;
    private final TopicEnds ends;

    /**
     * Whether everything that was wanted is subscribed. Written on the timer's thread, read by any.
     */
    private volatile boolean complete;

    Line(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
      this.connection = connection;
      this.turns = link.busTurns(connection);
      this.starts =
          new TopicStarts(
              link.queueMax() / 2, turns, topic -> askIfWanted(this, topic), RedisBus.this::later);
      this.ends = new TopicEnds(connection, turns, wanted, RedisBus.this::later);
    }

    /** Leaves with the {@link #turns}, like the next. */
    CompletionStage<Void> ask(Topic topic) {
      return connection.async().ssubscribe(Keys.channel(topic));
    }

    CompletionStage<String> ping() {
      return connection.async().ping();
    }

    @Override
    public void smessage(byte[] channel, byte[] message) {
      try {
        Topic topic = Keys.topicOf(channel);
        if (BusForm.isEntry(message)) {
          listener().entry(topic, BusForm.entry(message));
        } else {
          listener().hint(topic, HintForm.hint(topic, message));
        }
      } catch (RuntimeException e) {
        // A message that cannot be read is a hint lost: clients find the hole or the head.
        LOG.error("unreadable bus message", e);
      }
    }

    /** Unasked for, it says that a Cluster moved the channel's slot to another node. */
    @Override
    public void sunsubscribed(byte[] channel, long count) {
      Topic topic = Keys.topicOf(channel);
      if (!ends.heard(topic) && wanted.containsKey(topic) && line == this) {
        later(() -> abandon(this));
      }
    }
  }
}
