package dev.ferry.server.presence;

import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.Signal;
import java.util.concurrent.CompletionStage;

/** Puts signals on the bus. */
public interface SignalPublisher {

  /**
   * Done once the bus has it, which is not to say that anybody got it; fails with {@code
   * UNAVAILABLE}. Any thread.
   */
  CompletionStage<Void> publish(Topic topic, Signal signal);
}
