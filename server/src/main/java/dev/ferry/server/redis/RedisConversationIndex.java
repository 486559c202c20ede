package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.message.ConversationIndex;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.Touched;
import dev.ferry.server.model.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** {@code touched.lua}, and {@code heads.lua} on the conversations' own slots. */
final class RedisConversationIndex implements ConversationIndex {
  private final Script touched;
  private final SpreadScript<Head> heads;
  private final StandingScript standing;

  RedisConversationIndex(RedisLink link, StandingScript standing) {
    this.touched = Script.named("touched", link.batch());
    this.heads =
        new SpreadScript<>(
            "heads",
            link,
            new SpreadScript.Form<>(
                conversation -> List.of(Keys.meta(conversation)),
                3,
                RedisConversationIndex::direct));
    this.standing = standing;
  }

  @Override
  public CompletionStage<Touched> touched(UserId user, long since, long before, int limit) {
    return Failures.refusing(
        touched
            .run(
                new byte[][] {Keys.index(user)},
                bytes(since),
                bytes(before == Long.MAX_VALUE ? "+inf" : "(" + before),
                bytes(limit))
            .thenApply(Reply::touched));
  }

  @Override
  public CompletionStage<List<Head>> heads(UserId user, List<ConversationId> conversations) {
    Map<Boolean, List<ConversationId>> byKind =
        conversations.stream().collect(Collectors.partitioningBy(ConversationId::isGroup));
    CompletionStage<List<Head>> groups =
        standing
            .standings(user, byKind.getOrDefault(true, List.of()))
            .thenApply(found -> found.stream().map(Standing::head).toList());
    return Failures.refusing(
        heads
            .run(byKind.getOrDefault(false, List.of()))
            .thenCombine(
                groups,
                (directs, ofGroups) -> {
                  Map<ConversationId, Head> found = new HashMap<>();
                  directs.forEach(head -> found.put(head.conversation(), head));
                  ofGroups.forEach(head -> found.put(head.conversation(), head));
                  return conversations.stream()
                      .map(found::get)
                      .filter(Objects::nonNull)
                      .filter(head -> head.epoch() != 0)
                      .toList();
                }));
  }

  private static Head direct(ConversationId conversation, List<Object> numbers) {
    return new Head(
        conversation,
        Reply.number(numbers.get(0)),
        Reply.number(numbers.get(1)),
        Reply.number(numbers.get(2)),
        false);
  }
}
