package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code notify.lua}: tells a user's slot of an entry that was appended on another. */
final class NotifyScript {
  private static final byte[] NONE = {};

  private final Script script;

  NotifyScript(RedisLink link) {
    this.script = Script.named("notify", link.batch());
  }

  /** An entry of a direct conversation. */
  CompletionStage<?> message(UserId user, ConversationId conversation, byte[] entry) {
    return run(user, conversation, 0, entry, "");
  }

  /** The entry that made the user a member. */
  CompletionStage<?> admitted(UserId user, ConversationId group, Accepted place, byte[] entry) {
    return run(user, group, rank(place), entry, "");
  }

  /** The entry that ended the user's membership; the group's own channel brings it. */
  CompletionStage<?> expelled(UserId user, ConversationId group, Accepted place) {
    return run(user, group, -rank(place), NONE, "");
  }

  /**
   * The index may still have a group that the user is not in as of {@code place}: nobody is told
   * when a group is dismissed.
   */
  CompletionStage<?> amend(UserId user, ConversationId group, Accepted place) {
    return run(user, group, -rank(place), NONE, "amend");
  }

  /** Grows from change to change; {@code part/index.lua} says why. */
  private static long rank(Accepted place) {
    return place.epoch() + place.seq();
  }

  private CompletionStage<List<Object>> run(
      UserId user, ConversationId conversation, long rank, byte[] entry, String how) {
    return script.run(
        new byte[][] {Keys.index(user), Keys.groups(user), Keys.channel(user)},
        bytes(conversation.value()),
        bytes(rank),
        entry,
        bytes(how));
  }
}
