package dev.ferry.server.net;

import dev.ferry.bench.Samples;
import dev.ferry.server.delivery.Bus;
import dev.ferry.server.delivery.Memberships;
import dev.ferry.server.delivery.Topic;
import dev.ferry.server.device.Credential;
import dev.ferry.server.device.DeviceSessions;
import dev.ferry.server.message.ConversationIndex;
import dev.ferry.server.message.MessageLog;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.Touched;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Answers whatever the node asks of Redis without delay and always alike, and keeps nothing: what
 * is measured is the node. Every user is a member of the same groups, whose logs have one entry.
 *
 * @param groups of every user
 * @param loop where a login's read is answered: Redis never answers before the asker has gone on
 */
record ReadyStore(List<ConversationId> groups, Executor loop)
    implements MessageLog, ConversationIndex, DeviceSessions, Memberships, Bus {
  @Override
  public CompletionStage<Accepted> append(NewMessage message) {
    return CompletableFuture.completedFuture(new Accepted(Samples.EPOCH, 2, Samples.TIME_MS));
  }

  @Override
  public CompletionStage<LogPage> page(
      UserId reader, ConversationId conversation, long fromSeq, int limit) {
    return CompletableFuture.completedFuture(
        new LogPage(conversation, Samples.EPOCH, 1, 1, List.of()));
  }

  @Override
  public CompletionStage<Touched> touched(UserId user, long since, long before, int limit) {
    return CompletableFuture.completedFuture(new Touched(List.of(), 1, 0));
  }

  @Override
  public CompletionStage<List<Head>> heads(UserId user, List<ConversationId> conversations) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletionStage<Opened> open(Opening opening) {
    return CompletableFuture.supplyAsync(
        () ->
            new Opened(
                1,
                Long.MAX_VALUE,
                new byte[16],
                groups,
                new Touched(List.of(), 1, 0),
                0,
                0,
                Samples.TIME_MS),
        loop);
  }

  @Override
  public CompletionStage<?> close(UserId user, DeviceId device, long stamp) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> renew(
      UserId user, DeviceId device, long stamp, Credential.Verified token) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<List<ConversationId>> groupsOf(UserId user) {
    return CompletableFuture.completedFuture(groups);
  }

  @Override
  public CompletionStage<List<Standing>> standings(UserId user, List<ConversationId> asked) {
    return CompletableFuture.completedFuture(
        asked.stream()
            .map(group -> new Standing(group, true, 1, Samples.EPOCH, 1, Samples.TIME_MS, 1, 1))
            .toList());
  }

  @Override
  public CompletionStage<Void> subscribe(Topic topic) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void unsubscribe(Topic topic) {}
}
