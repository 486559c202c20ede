package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.CursorsMoved;
import dev.ferry.protocol.v1.FetchReceipts;
import dev.ferry.protocol.v1.Receipts;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.message.CursorService;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.CursorMove;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.MovedCursors;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The requests about cursors, a method each. */
final class CursorHandlers {
  /** Redis's scripts count in doubles. */
  private static final long NUMBER_MAX = 1L << 53;

  private final CursorService cursors;

  CursorHandlers(CursorService cursors) {
    this.cursors = cursors;
  }

  /** {@code MoveCursors} to {@code CursorsMoved}. */
  CompletionStage<ServerFrame.Builder> move(Session session, ClientFrame frame) {
    int count = frame.getMoveCursors().getMovesCount();
    if (count > CursorService.MOVES_MAX) {
      throw new InvalidValueException(
          "moves", String.valueOf(count), "<= " + CursorService.MOVES_MAX);
    }
    List<CursorMove> moves = new ArrayList<>(count);
    for (dev.ferry.protocol.v1.CursorMove move : frame.getMoveCursors().getMovesList()) {
      moves.add(
          new CursorMove(
              ConversationId.parse(move.getConversation()),
              number("epoch", move.getEpoch()),
              number("delivered", move.getDelivered()),
              number("read", move.getRead())));
    }
    Mover mover = new Mover(session.user(), session.device(), session.stamp());
    return cursors.move(mover, moves).thenApply(CursorHandlers::moved);
  }

  private static ServerFrame.Builder moved(MovedCursors moved) {
    CursorsMoved.Builder answer = CursorsMoved.newBuilder();
    moved.heads().forEach(head -> answer.addHeads(Frames.head(head)));
    moved.refused().forEach(conversation -> answer.addRefused(conversation.value()));
    return ServerFrame.newBuilder().setCursorsMoved(answer);
  }

  /** {@code FetchReceipts} to {@code Receipts}. */
  CompletionStage<ServerFrame.Builder> receipts(Session session, ClientFrame frame) {
    FetchReceipts fetch = frame.getFetchReceipts();
    ConversationId conversation = ConversationId.parse(fetch.getConversation());
    long seq = number("seq", fetch.getSeq());
    if (seq == 0) {
      throw new InvalidValueException("seq", "0", ">= 1");
    }
    return cursors.receipts(session.user(), conversation, seq).thenApply(CursorHandlers::receipts);
  }

  private static ServerFrame.Builder receipts(dev.ferry.server.model.Receipts receipts) {
    return ServerFrame.newBuilder()
        .setReceipts(
            Receipts.newBuilder()
                .setConversation(receipts.conversation().value())
                .setEpoch(receipts.epoch())
                .setSeq(receipts.seq())
                .setMembers(receipts.members())
                .addAllRead(receipts.read().stream().map(UserId::value).toList())
                .addAllDelivered(receipts.delivered().stream().map(UserId::value).toList()));
  }

  private static long number(String field, long value) {
    if (value < 0 || value > NUMBER_MAX) {
      throw new InvalidValueException(field, Long.toUnsignedString(value), "<= " + NUMBER_MAX);
    }
    return value;
  }
}
