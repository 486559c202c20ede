package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.UserId;
import dev.ferry.server.presence.PresenceStore.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code presence/read.lua}: on a single Redis one call for every 64 users, so that none holds
 * Redis up for long; in a Cluster each user has a slot of its own.
 */
final class PresenceReads {
  private static final int AT_ONCE_MAX = 64;

  private final Script script;
  private final int atOnce;

  PresenceReads(RedisLink link) {
    this.script = Script.named("presence/read", link.batch());
    this.atOnce = link.isCluster() ? 1 : AT_ONCE_MAX;
  }

  CompletionStage<List<Found>> read(
      @Nullable UserId asker, List<UserId> users, Optional<ConversationId> group) {
    List<CompletableFuture<List<Found>>> calls = new ArrayList<>();
    for (int from = 0; from < users.size(); from += atOnce) {
      List<UserId> part = users.subList(from, Math.min(users.size(), from + atOnce));
      calls.add(call(asker, part, group).toCompletableFuture());
    }
    return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
        .thenApply(done -> calls.stream().flatMap(call -> call.join().stream()).toList());
  }

  private CompletionStage<List<Found>> call(
      @Nullable UserId asker, List<UserId> users, Optional<ConversationId> group) {
    List<byte[]> keys = new ArrayList<>();
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(group.map(ConversationId::value).orElse("")));
    arguments.add(bytes(asker == null ? "" : asker.value()));
    for (UserId user : users) {
      keys.add(Keys.presence(user));
      keys.add(Keys.index(user));
      keys.add(Keys.groups(user));
      keys.add(Keys.blocked(user));
      arguments.add(bytes(asker == null ? "" : ConversationId.direct(asker, user).value()));
    }
    return script
        .run(keys.toArray(byte[][]::new), arguments.toArray(byte[][]::new))
        .thenApply(reply -> found(users, reply));
  }

  private static List<Found> found(List<UserId> users, List<Object> reply) {
    List<Found> found = new ArrayList<>(users.size());
    for (int i = 0; i < users.size(); i++) {
      long standing = Reply.number(reply.get(2 * i));
      List<Object> hash = Reply.list(reply.get(2 * i + 1));
      found.add(
          new Found(
              PresenceForm.state(users.get(i), hash), (standing & 1) != 0, (standing & 2) != 0));
    }
    return found;
  }
}
