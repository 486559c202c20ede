package dev.ferry.loadtest.ledger;

import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.message.Operation;
import java.util.Arrays;

/**
 * Something that was done to a message.
 *
 * @param target the seq of the message
 * @param says stands for the content of an edit; 0 of others, and where the content was held back
 *     because the message was recalled meanwhile
 */
public record Deed(Operation.Kind kind, long target, String emoji, String user, int says) {

  /** Types of content that no client sends. */
  private static final String SERVERS = "ferry.";

  /** What somebody is about to do; {@code content} matters for edits. */
  public static Deed of(
      Operation.Kind kind, long target, String emoji, String user, MessageContent content) {
    return new Deed(
        kind,
        target,
        emoji,
        user,
        kind == Operation.Kind.EDIT && !content.type().startsWith(SERVERS)
            ? standsFor(content)
            : 0);
  }

  /** What an entry does. */
  static Deed of(ReceivedMessage entry, Operation operation) {
    return of(
        operation.kind(),
        operation.targetSeq(),
        operation.emoji(),
        entry.sender(),
        entry.content());
  }

  /** Whether both may be the same deed: one of them may have been held back. */
  boolean agrees(Deed other) {
    boolean sameWords = says == other.says || says == 0 || other.says == 0;
    return sameWords && withWords(other.says).equals(other);
  }

  Deed withWords(int words) {
    return new Deed(kind, target, emoji, user, words);
  }

  /** A number that differs where contents do, but for one chance in some billions. */
  static int standsFor(MessageContent content) {
    return 31 * (31 * content.type().hashCode() + content.text().hashCode())
        + Arrays.hashCode(content.body());
  }
}
