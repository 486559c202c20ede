package dev.ferry.server.message;

import dev.ferry.server.group.GroupRates;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Cursor;
import dev.ferry.server.model.CursorMove;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.MovedCursors;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.Receipts;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What users may do with cursors. Checks everything that needs no Redis before it is asked; throws
 * {@link RefusedException} or {@link InvalidValueException} at once for those. Any thread.
 */
public final class CursorService {
  public static final int MOVES_MAX = 100;

  /** Moves under way in Redis; beyond it batches are refused, so that a slow Redis keeps none. */
  static final int UNDER_WAY_MAX = 2_000;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Cursors cursors;
  private final ConversationIndex index;
  private final GroupRates rates;

  /** Any thread. */
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * @param rates of receipts that are asked for in groups
   */
  public CursorService(Cursors cursors, ConversationIndex index, GroupRates rates) {
    this.cursors = cursors;
    this.index = index;
    this.rates = rates;
  }

  /** Moves cursors; fails as a whole when one cannot be moved now, and may then be repeated. */
  public CompletionStage<MovedCursors> move(Mover mover, List<CursorMove> moves) {
    check(moves);
    List<CursorMove> allowed = new ArrayList<>();
    List<ConversationId> refused = new ArrayList<>();
    for (CursorMove move : moves) {
      if (isOf(mover.user(), move.conversation())) {
        allowed.add(move);
      } else {
        refused.add(move.conversation());
      }
    }
    if (underWay.addAndGet(allowed.size()) > UNDER_WAY_MAX) {
      underWay.addAndGet(-allowed.size());
      throw new RefusedException(Reason.RATE_LIMITED, "cursors: too many under way", RETRY_AFTER);
    }
    List<CompletableFuture<Head>> heads = new ArrayList<>();
    for (CursorMove move : allowed) {
      heads.add(cursors.move(mover, move).toCompletableFuture());
    }
    return CompletableFuture.allOf(heads.toArray(CompletableFuture[]::new))
        .handle((done, failure) -> moved(allowed, heads, refused))
        .whenComplete((done, failure) -> underWay.addAndGet(-allowed.size()));
  }

  private static void check(List<CursorMove> moves) {
    if (moves.size() > MOVES_MAX) {
      throw new InvalidValueException("moves", String.valueOf(moves.size()), "<= " + MOVES_MAX);
    }
    Set<ConversationId> named = new HashSet<>();
    for (CursorMove move : moves) {
      if (!named.add(move.conversation())) {
        throw new InvalidValueException(
            "moves", move.conversation().value(), "each conversation once");
      }
    }
  }

  private static MovedCursors moved(
      List<CursorMove> moves, List<CompletableFuture<Head>> heads, List<ConversationId> refused) {
    List<Head> moved = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      try {
        moved.add(heads.get(i).join());
      } catch (RuntimeException e) {
        if (!(RefusedException.causeOf(e) instanceof RefusedException reason)
            || reason.reason() != Reason.FORBIDDEN) {
          throw e;
        }
        refused.add(moves.get(i).conversation());
      }
    }
    return new MovedCursors(moved, refused);
  }

  /** Who has read one entry. */
  public CompletionStage<Receipts> receipts(UserId asker, ConversationId conversation, long seq) {
    if (!isOf(asker, conversation)) {
      throw RefusedException.notOf(asker, conversation);
    }
    if (conversation.isGroup()) {
      return rates.within(conversation, asker, () -> cursors.receipts(asker, conversation, seq));
    }
    return index
        .heads(asker, List.of(conversation))
        .thenApply(heads -> receipts(asker, conversation, heads, seq));
  }

  /** Of a direct conversation: both cursors are beside its head. */
  private static Receipts receipts(
      UserId asker, ConversationId conversation, List<Head> heads, long seq) {
    long head = heads.isEmpty() ? 0 : heads.get(0).seq();
    if (seq > head) {
      throw new InvalidValueException("seq", String.valueOf(seq), "1 to " + head);
    }
    List<UserId> read = new ArrayList<>();
    List<UserId> delivered = new ArrayList<>();
    for (UserId peer : conversation.peers()) {
      Cursor cursor =
          peer.equals(asker) ? heads.get(0).progress().own() : heads.get(0).progress().peer();
      if (cursor.read() >= seq) {
        read.add(peer);
      } else if (cursor.delivered() >= seq) {
        delivered.add(peer);
      }
    }
    return new Receipts(
        conversation, heads.get(0).epoch(), seq, conversation.peers().size(), read, delivered);
  }

  /** A group's members are checked in one step with what is done (P6). */
  private static boolean isOf(UserId user, ConversationId conversation) {
    return conversation.isGroup() || conversation.peers().contains(user);
  }
}
