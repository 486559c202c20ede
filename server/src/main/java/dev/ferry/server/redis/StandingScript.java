package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Cursor;
import dev.ferry.server.model.Progress;
import dev.ferry.server.model.Standing;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code standings.lua}: how a user stands in groups. */
final class StandingScript {
  private final SpreadScript<Standing> script;

  StandingScript(RedisLink link) {
    this.script =
        new SpreadScript<>(
            "standings",
            link,
            new SpreadScript.Form<>(
                group ->
                    List.of(
                        Keys.meta(group),
                        Keys.roster(group),
                        Keys.log(group),
                        Keys.mentions(group)),
                12,
                StandingScript::standing));
  }

  /** In the order of the groups. */
  CompletionStage<List<Standing>> standings(UserId user, List<ConversationId> groups) {
    return script.run(groups, bytes(user.value()));
  }

  private static Standing standing(ConversationId group, List<Object> values) {
    return new Standing(
        group,
        Reply.number(values.get(0)) == 1,
        Reply.number(values.get(1)),
        Reply.number(values.get(2)),
        Reply.number(values.get(3)),
        Reply.number(values.get(4)),
        Reply.number(values.get(5)),
        Reply.number(values.get(6)),
        new Progress(
            Reply.number(values.get(7)),
            CursorForm.cursor(values, 8),
            Cursor.NONE,
            MentionForm.seqs(values.get(11))));
  }
}
