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
  private final SpreadScript<List<Object>> heads;
  private final StandingScript standing;

  RedisConversationIndex(RedisLink link, StandingScript standing) {
    this.touched = Script.named("touched", link.batch());
    this.heads =
        new SpreadScript<>(
            "heads",
            link,
            new SpreadScript.Form<>(
                conversation -> List.of(Keys.meta(conversation), Keys.mentions(conversation)),
                CursorForm.DIRECT_VALUES,
                (conversation, values) -> values));
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
    List<ConversationId> directIds = byKind.getOrDefault(false, List.of());
    return Failures.refusing(
        heads
            .run(directIds, bytes(user.value()))
            .thenCombine(
                groups,
                (directs, ofGroups) -> {
                  Map<ConversationId, Head> found = new HashMap<>();
                  for (int i = 0; i < directIds.size(); i++) {
                    ConversationId direct = directIds.get(i);
                    found.put(direct, CursorForm.directHead(direct, user, directs.get(i)));
                  }
                  ofGroups.forEach(head -> found.put(head.conversation(), head));
                  return conversations.stream()
                      .map(found::get)
                      .filter(Objects::nonNull)
                      .filter(head -> head.epoch() != 0)
                      .toList();
                }));
  }
}
