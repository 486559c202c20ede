package dev.ferry.server.redis;

import dev.ferry.server.model.ConversationId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A script that reads many conversations in few calls: on a single Redis one for every 64 of them,
 * so that none holds Redis up for long; in a Cluster those of a bucket, which share a slot, by
 * themselves. Thread-safe.
 *
 * @param <T> what is read of a conversation
 */
final class SpreadScript<T> {
  private static final int AT_ONCE_MAX = 64;

  private final Script script;
  private final boolean cluster;
  private final Form<T> form;

  /**
   * What the script takes and gives for each conversation.
   *
   * @param keys its keys
   * @param width how much it gives
   * @param reading makes a value of that
   */
  record Form<T>(Function<ConversationId, List<byte[]>> keys, int width, Reading<T> reading) {}

  /** What it means that a script gave for a conversation. */
  interface Reading<T> {
    T read(ConversationId conversation, List<Object> reply);
  }

  SpreadScript(String name, RedisLink link, Form<T> form) {
    this.script = Script.named(name, link.batch());
    this.cluster = link.isCluster();
    this.form = form;
  }

  /** What is read of each of these, in their order. Fails when any call does. */
  CompletionStage<List<T>> run(List<ConversationId> conversations, byte[]... arguments) {
    if (conversations.isEmpty()) {
      return CompletableFuture.completedStage(List.of());
    }
    List<CompletableFuture<List<T>>> calls = new ArrayList<>();
    List<List<ConversationId>> parts = parts(conversations);
    for (List<ConversationId> part : parts) {
      calls.add(call(part, arguments).toCompletableFuture());
    }
    if (calls.size() == 1) {
      return calls.get(0);
    }
    return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              Map<ConversationId, T> found = new HashMap<>();
              for (int i = 0; i < parts.size(); i++) {
                List<T> values = calls.get(i).join();
                for (int j = 0; j < values.size(); j++) {
                  found.put(parts.get(i).get(j), values.get(j));
                }
              }
              return conversations.stream().map(each -> known(found, each)).toList();
            });
  }

  private static <T> T known(Map<ConversationId, T> found, ConversationId conversation) {
    return Objects.requireNonNull(found.get(conversation));
  }

  private List<List<ConversationId>> parts(List<ConversationId> conversations) {
    Collection<List<ConversationId>> slots =
        cluster
            ? conversations.stream().collect(Collectors.groupingBy(Keys::bucket)).values()
            : List.of(conversations);
    List<List<ConversationId>> parts = new ArrayList<>();
    for (List<ConversationId> slot : slots) {
      for (int from = 0; from < slot.size(); from += AT_ONCE_MAX) {
        parts.add(slot.subList(from, Math.min(slot.size(), from + AT_ONCE_MAX)));
      }
    }
    return parts;
  }

  private CompletionStage<List<T>> call(List<ConversationId> part, byte[]... arguments) {
    List<byte[]> keys = new ArrayList<>();
    part.forEach(each -> keys.addAll(form.keys().apply(each)));
    return script
        .run(keys.toArray(byte[][]::new), arguments)
        .thenApply(
            reply -> {
              List<T> values = new ArrayList<>(part.size());
              for (int i = 0; i < part.size(); i++) {
                int from = i * form.width();
                values.add(
                    form.reading().read(part.get(i), reply.subList(from, from + form.width())));
              }
              return values;
            });
  }
}
