package dev.ferry.server.redis;

import dev.ferry.server.message.Cursors;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.CursorMove;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.Receipts;
import dev.ferry.server.model.UserId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/** Cursors: in the meta hash of a direct conversation, in the roster of a group (ADR 11). */
final class RedisCursors implements Cursors {
  private final MoveDirectScript direct;
  private final MoveGroupScript groups;
  private final ReceiptsScript receipts;
  private final ReceiptsNews news;

  /** Where the scripts that move cannot tell users themselves. */
  private final Optional<TellCursorScript> teller;

  RedisCursors(RedisLink link, ScheduledExecutorService timer) {
    boolean publishing = !link.isCluster();
    this.direct = new MoveDirectScript(link, publishing);
    this.groups = new MoveGroupScript(link, publishing);
    this.receipts = new ReceiptsScript(link);
    this.news = new ReceiptsNews(link, timer);
    this.teller = publishing ? Optional.empty() : Optional.of(new TellCursorScript(link));
  }

  @Override
  public CompletionStage<Head> move(Mover mover, CursorMove move) {
    CompletionStage<Head> moved =
        move.conversation().isGroup()
            ? groups.move(mover, move).thenApply(this::told)
            : direct.move(mover, move);
    return Failures.refusing(
        moved.thenApply(
            head -> {
              teller.ifPresent(each -> each.tell(mover, move, head));
              return head;
            }));
  }

  private Head told(MoveGroupScript.Moved moved) {
    if (moved.tellInMs() > 0) {
      news.tell(moved.head().conversation(), moved.tellInMs());
    }
    return moved.head();
  }

  @Override
  public CompletionStage<Receipts> receipts(UserId asker, ConversationId group, long seq) {
    return Failures.refusing(receipts.receipts(asker, group, seq));
  }
}
