package dev.ferry.server.redis;

import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.Optional;

/**
 * What came of a script that appends.
 *
 * @param fresh false when the log had this already, or nothing was to be done
 * @param pending whether the actor waits to be let in
 * @param untold the stored message that users' slots have yet to be told of
 */
record Outcome(Accepted place, boolean fresh, boolean pending, Optional<byte[]> untold) {

  /**
   * @throws RefusedException when the script refused
   */
  static Outcome of(List<Object> reply, UserId sender, ConversationId conversation) {
    String word = Reply.text(reply.get(0));
    return switch (word) {
      case "accepted", "known", "unchanged" ->
          new Outcome(
              Reply.counted(reply, 1),
              word.equals("accepted"),
              Reply.text(reply.get(5)).equals("pending"),
              reply.size() > 6 ? Optional.of((byte[]) reply.get(6)) : Optional.empty());
      case "out_of_order" ->
          throw new RefusedException(
              Reason.OUT_OF_ORDER,
              "after: not in the log (expected: resend from the first unacked)");
      case "replaced" ->
          throw new RefusedException(
              Reason.SESSION_REPLACED, "a later session of this device has sent here");
      default -> throw Refusal.of(reply, sender, conversation);
    };
  }
}
