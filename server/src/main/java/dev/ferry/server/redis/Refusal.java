package dev.ferry.server.redis;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What scripts refuse: {@code {"refused", reason, value, message}}. */
final class Refusal {
  private Refusal() {}

  /** The same reply, unless it is a refusal, which is thrown. */
  static List<Object> check(List<Object> reply, UserId asker, ConversationId group) {
    if (!reply.isEmpty()
        && reply.get(0) instanceof byte[]
        && Reply.text(reply.get(0)).equals("refused")) {
      throw of(reply, asker, group);
    }
    return reply;
  }

  /**
   * @throws IllegalStateException when the reply is none of a refusal
   */
  static RefusedException of(List<Object> reply, UserId asker, ConversationId group) {
    if (!Reply.text(reply.get(0)).equals("refused")) {
      throw new IllegalStateException("a script returned " + Reply.text(reply.get(0)));
    }
    Reason reason = Reason.valueOf(Reply.text(reply.get(1)));
    String value = Reply.text(reply.get(2));
    return switch (reason) {
      case FORBIDDEN -> RefusedException.notOf(asker, group);
      case NOT_ACCEPTED ->
          new RefusedException(
              reason,
              "conversation: " + group + " (expected: one whose other user takes messages)");
      case BLOCKED_BY_YOU -> blockedBy(asker, group);
      case MUTED -> muted(asker, value);
      case SLOW_MODE ->
          new RefusedException(
              reason,
              "slow mode: wait " + value + " ms before the next message",
              Duration.ofMillis(Long.parseLong(value)));
      default -> new RefusedException(reason, Reply.text(reply.get(3)), value);
    };
  }

  private static RefusedException blockedBy(UserId asker, ConversationId conversation) {
    String other = Acceptance.receiver(conversation, asker).value();
    return new RefusedException(
        Reason.BLOCKED_BY_YOU, asker + " blocks " + other + " (expected: unblock first)", other);
  }

  private static RefusedException muted(UserId sender, String untilMs) {
    if (untilMs.isEmpty()) {
      return new RefusedException(Reason.MUTED, "all but owner and admins are muted");
    }
    Instant until = Instant.ofEpochMilli(Long.parseLong(untilMs));
    return new RefusedException(Reason.MUTED, sender + " is muted until " + until, untilMs);
  }
}
