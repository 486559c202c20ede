package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.CursorMove;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * {@code tell_cursor.lua}: tells users' slots of a cursor in a Cluster, where the script that moved
 * it cannot. Told also when nothing moved: a client that got no answer moves again, and so makes up
 * for a node that died in between.
 */
final class TellCursorScript {
  private final Script script;

  TellCursorScript(RedisLink link) {
    this.script = Script.named("tell_cursor", link.batch());
  }

  /** Whom to tell: the mover's devices, and in a direct conversation the other user's. */
  void tell(Mover mover, CursorMove move, Head head) {
    if (head.epoch() == 0 || head.epoch() != move.epoch()) {
      return;
    }
    ConversationId conversation = head.conversation();
    byte[] hint =
        HintForm.of(new Hint.CursorMoved(conversation, mover, head.epoch(), head.progress().own()));
    List<UserId> told = conversation.isGroup() ? List.of(mover.user()) : conversation.peers();
    String marked = conversation.isGroup() ? "" : conversation.value();
    told.forEach(user -> tell(user, marked, hint));
  }

  private CompletionStage<?> tell(UserId user, String marked, byte[] hint) {
    return script.run(new byte[][] {Keys.index(user), Keys.channel(user)}, bytes(marked), hint);
  }
}
