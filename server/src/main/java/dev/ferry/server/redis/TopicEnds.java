package dev.ferry.server.redis;

import dev.ferry.server.delivery.Topic;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ends subscriptions of one bus connection, a few at a time: when thousands of sessions are gone at
 * once, all their ends would fill what may wait on the connection, and nobody could subscribe.
 * Thread-safe.
 */
final class TopicEnds {
  /** Far below what {@link RedisSettings#queueMax} lets wait on a connection. */
  private static final int WINDOW = 50;

  private final StatefulRedisPubSubConnection<byte[], byte[]> connection;
  private final TurnEnd turns;
  private final Map<Topic, Boolean> wanted;
  private final Executor timer;

  /**
   * Topics that were left, each once, first come first. At most those that were subscribed on this
   * connection, or were to be; guarded by itself.
   */
  private final Set<Topic> left = new LinkedHashSet<>();

  /** Whether {@link #ask} is to come. */
  private final AtomicBoolean due = new AtomicBoolean();

  /** Ends that were asked for and not answered. Timer's thread. */
  private int underWay;

  /**
   * How many ends of a topic's subscription were asked for and not yet heard of. They may be heard
   * of when the topic is wanted again already, and mean nothing then.
   */
  private final Map<Topic, Integer> unheard = new ConcurrentHashMap<>();

  /**
   * @param wanted what is to be subscribed; what is asked of the connection for a topic is asked
   *     under the topic's entry
   * @param timer a single thread; drops what comes after its end
   */
  TopicEnds(
      StatefulRedisPubSubConnection<byte[], byte[]> connection,
      TurnEnd turns,
      Map<Topic, Boolean> wanted,
      Executor timer) {
    this.connection = connection;
    this.turns = turns;
    this.wanted = wanted;
    this.timer = timer;
  }

  /** Ends a subscription, unless the topic is wanted again before its turn comes. */
  void add(Topic topic) {
    synchronized (left) {
      left.add(topic);
    }
    askSoon();
  }

  private void askSoon() {
    if (due.compareAndSet(false, true)) {
      timer.execute(this::ask);
    }
  }

  /** Timer's thread. */
  private void ask() {
    due.set(false);
    for (Topic topic = next(); topic != null; topic = next()) {
      wanted.compute(
          topic,
          (key, again) -> {
            if (again == null) {
              end(key);
            }
            return again;
          });
    }
    turns.queued();
  }

  /** The next topic, if one waits and another end may be under way. Timer's thread. */
  private @Nullable Topic next() {
    synchronized (left) {
      Iterator<Topic> waiting = left.iterator();
      if (underWay == WINDOW || !waiting.hasNext()) {
        return null;
      }
      Topic next = waiting.next();
      waiting.remove();
      return next;
    }
  }

  /** Timer's thread. */
  private void end(Topic topic) {
    underWay++;
    unheard.merge(topic, 1, Integer::sum);
    connection
        .async()
        .sunsubscribe(Keys.channel(topic))
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                heard(topic);
              }
              timer.execute(this::answered);
            });
  }

  /** Timer's thread. */
  private void answered() {
    underWay--;
    askSoon();
  }

  /** A subscription has ended. Says whether that was asked for; counts it off. */
  boolean heard(Topic topic) {
    boolean[] asked = new boolean[1];
    unheard.computeIfPresent(
        topic,
        (key, count) -> {
          asked[0] = true;
          return count == 1 ? null : count - 1;
        });
    return asked[0];
  }
}
