package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code append.lua}: one message into the log of a direct conversation. On a single Redis the
 * script also touches the indexes of both users and publishes; in a Cluster, whose scripts reach
 * one slot only, it leaves a publish note instead.
 */
final class AppendScript {
  private final LogScript script;
  private final Acceptance acceptance;

  AppendScript(RedisLink link, LogScript.Settings settings, Acceptance acceptance) {
    this.script = new LogScript(link, "append", settings);
    this.acceptance = acceptance;
  }

  CompletionStage<Outcome> append(NewMessage message, byte[] stored) {
    return acceptance
        .writers(message.conversation(), message.sender())
        .thenCompose(writers -> append(message, stored, writers));
  }

  private CompletionStage<Outcome> append(NewMessage message, byte[] stored, byte[] writers) {
    List<byte[]> keys = new ArrayList<>();
    keys.add(acceptance.key(message.conversation(), message.sender()));
    String names = MentionForm.names(message);
    keys.addAll(MentionForm.keys(message.conversation(), names));
    keys.addAll(peers(message.conversation(), acceptance.reachesAll()));
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(LogScript.counts(message));
    arguments.add(bytes(CursorForm.side(message.conversation(), message.sender())));
    arguments.add(writers);
    arguments.addAll(MentionForm.arguments(message.references(), names));
    return script.run(LogScript.Sending.of(message, stored), keys, arguments);
  }

  /** The keys that {@code part/peers.lua} tells both users by. */
  static List<byte[]> peers(ConversationId conversation, boolean publishing) {
    if (!publishing) {
      return List.of(Keys.notes(Keys.bucket(conversation)));
    }
    List<byte[]> keys = new ArrayList<>();
    for (UserId member : conversation.peers()) {
      keys.add(Keys.index(member));
      keys.add(Keys.channel(member));
    }
    return keys;
  }
}
