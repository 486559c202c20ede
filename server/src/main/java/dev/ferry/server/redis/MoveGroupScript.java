package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Cursor;
import dev.ferry.server.model.CursorMove;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code move_group.lua}: a member's cursor in a group. */
final class MoveGroupScript {
  private final Script script;
  private final boolean publishing;

  /**
   * @param publishing whether the script reaches every key of this Redis, and tells the user
   */
  MoveGroupScript(RedisLink link, boolean publishing) {
    this.script = Script.named("move_group", link.batch());
    this.publishing = publishing;
  }

  /**
   * What came of a move.
   *
   * @param tellInMs when the group is to be told that receipts changed; 0 when it was
   */
  record Moved(Head head, long tellInMs) {}

  CompletionStage<Moved> move(Mover mover, CursorMove move) {
    ConversationId group = move.conversation();
    List<byte[]> keys = new ArrayList<>();
    keys.add(Keys.log(group));
    keys.add(Keys.meta(group));
    keys.add(Keys.roster(group));
    keys.add(Keys.channel(group));
    keys.add(Keys.mentions(group));
    if (publishing) {
      keys.add(Keys.channel(mover.user()));
    }
    return script
        .run(
            keys.toArray(byte[][]::new),
            bytes(group.value()),
            bytes(mover.user().value()),
            bytes(mover.device().value()),
            bytes(mover.session()),
            bytes(move.epoch()),
            bytes(move.delivered()),
            bytes(move.read()),
            ReceiptsNews.INTERVAL_MS)
        .thenApply(reply -> moved(group, Refusal.check(reply, mover.user(), group)));
  }

  private static Moved moved(ConversationId group, List<Object> reply) {
    Head head =
        new Head(
            group,
            Reply.number(reply.get(1)),
            Reply.number(reply.get(2)),
            Reply.number(reply.get(3)),
            false,
            new Progress(
                Reply.number(reply.get(4)),
                CursorForm.cursor(reply, 5),
                Cursor.NONE,
                MentionForm.seqs(reply.get(8))));
    return new Moved(head, Reply.number(reply.get(0)));
  }
}
