package dev.ferry.server.delivery;

import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the bus subscribed to exactly those topics that somebody on this node holds. Thread-safe: a
 * topic's holds, releases and the bus calls they cause happen in one order, under that topic's
 * entry of the map.
 */
public final class Subscriptions {
  private final Bus bus;
  private final Map<Topic, Held> held = new ConcurrentHashMap<>();

  private record Held(CompletionStage<Void> subscribed, int holders) {
    boolean failed() {
      return subscribed.toCompletableFuture().isCompletedExceptionally();
    }
  }

  public Subscriptions(Bus bus) {
    this.bus = bus;
  }

  /**
   * Holds a topic; each hold needs its {@link #release}, also when it fails. What is published
   * there after the stage is done is heard.
   */
  public CompletionStage<Void> hold(Topic topic) {
    return held.compute(
            topic,
            (key, before) -> {
              if (before == null) {
                return new Held(bus.subscribe(key), 1);
              }
              CompletionStage<Void> subscribed =
                  before.failed() ? bus.subscribe(key) : before.subscribed();
              return new Held(subscribed, before.holders() + 1);
            })
        .subscribed();
  }

  /** Lets go of a topic, which is unsubscribed when nobody else holds it. */
  public void release(Topic topic) {
    held.computeIfPresent(
        topic,
        (key, before) -> {
          if (before.holders() > 1) {
            return new Held(before.subscribed(), before.holders() - 1);
          }
          bus.unsubscribe(key);
          return null;
        });
  }
}
