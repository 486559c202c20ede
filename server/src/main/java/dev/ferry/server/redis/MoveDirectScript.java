package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.CursorMove;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code move_direct.lua}: a user's cursor in a direct conversation. */
final class MoveDirectScript {
  private final Script script;
  private final boolean publishing;

  /**
   * @param publishing whether the script reaches every key of this Redis, and tells the users
   */
  MoveDirectScript(RedisLink link, boolean publishing) {
    this.script = Script.named("move_direct", link.batch());
    this.publishing = publishing;
  }

  CompletionStage<Head> move(Mover mover, CursorMove move) {
    ConversationId conversation = move.conversation();
    List<byte[]> keys = new ArrayList<>();
    keys.add(Keys.log(conversation));
    keys.add(Keys.meta(conversation));
    keys.add(Keys.mentions(conversation));
    if (publishing) {
      for (UserId peer : conversation.peers()) {
        keys.add(Keys.index(peer));
        keys.add(Keys.channel(peer));
      }
    }
    return script
        .run(
            keys.toArray(byte[][]::new),
            bytes(conversation.value()),
            bytes(CursorForm.side(conversation, mover.user())),
            bytes(mover.user().value()),
            bytes(mover.device().value()),
            bytes(mover.session()),
            bytes(move.epoch()),
            bytes(move.delivered()),
            bytes(move.read()))
        .thenApply(reply -> CursorForm.directHead(conversation, mover.user(), reply));
  }
}
