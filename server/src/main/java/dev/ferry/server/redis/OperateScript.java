package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code operate.lua} and {@code group_operate.lua}: does something to a message, if that is there
 * and the actor may, with an entry of the log that says so. The entry goes the way of a message: on
 * a single Redis and in groups the script publishes it, in a Cluster one of a direct conversation
 * leaves a publish note.
 */
final class OperateScript {
  private final LogScript direct;
  private final LogScript group;
  private final Acceptance acceptance;
  private final Duration authorWindow;

  /**
   * @param authorWindow how long authors may recall and edit
   */
  OperateScript(
      RedisLink link, LogScript.Settings settings, Acceptance acceptance, Duration authorWindow) {
    this.direct = new LogScript(link, "operate", settings);
    this.group = new LogScript(link, "group_operate", settings);
    this.acceptance = acceptance;
    this.authorWindow = authorWindow;
  }

  CompletionStage<Outcome> operate(NewMessage message, Operation operation, byte[] stored) {
    ConversationId conversation = message.conversation();
    List<byte[]> keys = new ArrayList<>();
    keys.add(Keys.outcomes(conversation));
    keys.add(Keys.operated(conversation));
    keys.add(Keys.reactorsPrefix(conversation));
    keys.add(Keys.pins(conversation));
    keys.add(Keys.mentions(conversation));
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(message.sender().value()));
    arguments.add(bytes(operation.targetEpoch()));
    arguments.add(bytes(operation.targetSeq()));
    arguments.add(bytes(operation.kind().name()));
    arguments.add(bytes(operation.emoji()));
    arguments.add(bytes(authorWindow.toMillis()));
    LogScript.Sending sending = LogScript.Sending.of(message, stored);
    if (conversation.isGroup()) {
      keys.add(Keys.channel(conversation));
      keys.add(Keys.roster(conversation));
      return group.run(sending, keys, arguments);
    }
    keys.add(acceptance.key(conversation, message.sender()));
    keys.addAll(AppendScript.peers(conversation, acceptance.reachesAll()));
    arguments.add(bytes(CursorForm.side(conversation, message.sender())));
    return acceptance
        .writers(conversation, message.sender())
        .thenCompose(
            writers -> {
              arguments.add(writers);
              return direct.run(sending, keys, arguments);
            });
  }
}
