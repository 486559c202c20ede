package dev.ferry.server.redis;

import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.Signal;
import dev.ferry.server.presence.SignalPublisher;
import java.util.concurrent.CompletionStage;

/** One {@code SPUBLISH} a signal. */
final class RedisSignals implements SignalPublisher {
  private final Batch batch;

  RedisSignals(RedisLink link) {
    this.batch = link.batch();
  }

  @Override
  public CompletionStage<Void> publish(Topic topic, Signal signal) {
    CompletionStage<Long> heard =
        batch.commands().spublish(Keys.channel(topic), SignalForm.of(signal));
    batch.leave();
    return Failures.refusing(heard.thenAccept(nodes -> {}));
  }
}
