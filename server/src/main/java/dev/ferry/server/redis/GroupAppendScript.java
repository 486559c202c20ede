package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.References;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code group_append.lua}: one message into the log of a group and onto its channel, which shares
 * the log's slot, so that no note is needed in a Cluster either.
 */
final class GroupAppendScript {
  private final LogScript script;

  GroupAppendScript(RedisLink link, LogScript.Settings settings) {
    this.script = new LogScript(link, "group_append", settings);
  }

  CompletionStage<Outcome> append(NewMessage message, byte[] stored) {
    ConversationId group = message.conversation();
    References references = message.references();
    String names = MentionForm.names(message);
    List<byte[]> keys = new ArrayList<>();
    keys.add(Keys.channel(group));
    keys.add(Keys.roster(group));
    keys.add(Keys.spoke(group));
    keys.addAll(MentionForm.keys(group, names));
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(message.sender().value()));
    arguments.add(LogScript.counts(message));
    arguments.add(bytes(references.mentionAll() ? 1 : 0));
    arguments.addAll(MentionForm.arguments(references, names));
    return script.run(LogScript.Sending.of(message, stored), keys, arguments);
  }
}
