package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.delivery.Topic;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Signal;
import dev.ferry.server.presence.SignalPublisher;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One {@code SPUBLISH} a signal of a group. A direct one takes a script that looks first whether
 * the other user takes it, which on a single Redis publishes it, too.
 */
final class RedisSignals implements SignalPublisher {
  private final Batch batch;
  private final Script direct;
  private final Acceptance acceptance;

  RedisSignals(RedisLink link, Acceptance acceptance) {
    this.batch = link.batch();
    this.direct = Script.named("signal", batch);
    this.acceptance = acceptance;
  }

  @Override
  public CompletionStage<Void> publish(Topic topic, Signal signal) {
    byte[] channel = Keys.channel(topic);
    byte[] form = SignalForm.of(signal);
    if (signal.conversation().isGroup()) {
      return Failures.refusing(publish(channel, form));
    }
    CompletionStage<List<Object>> accepted = accepted(signal, channel, form);
    return Failures.refusing(
        acceptance.reachesAll()
            ? accepted.thenAccept(published -> {})
            : accepted.thenCompose(wanted -> publish(channel, form)));
  }

  private CompletionStage<List<Object>> accepted(Signal signal, byte[] channel, byte[] form) {
    ConversationId conversation = signal.conversation();
    byte[] meta = Keys.meta(conversation);
    byte[] privacy = acceptance.key(conversation, signal.sender());
    byte[][] keys =
        acceptance.reachesAll()
            ? new byte[][] {meta, privacy, channel}
            : new byte[][] {meta, privacy};
    byte[] side = bytes(CursorForm.side(conversation, signal.sender()));
    return acceptance
        .writers(conversation, signal.sender())
        .thenCompose(writers -> direct.run(keys, side, writers, form))
        .thenApply(reply -> Refusal.check(reply, signal.sender(), conversation));
  }

  private CompletionStage<Void> publish(byte[] channel, byte[] form) {
    CompletionStage<Long> heard = batch.commands().spublish(channel, form);
    batch.leave();
    return heard.thenAccept(nodes -> {});
  }
}
