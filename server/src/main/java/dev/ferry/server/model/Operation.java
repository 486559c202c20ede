package dev.ferry.server.model;

import java.nio.charset.StandardCharsets;

/**
 * What is done to a message that is in the log already; an entry of the log like a message.
 *
 * @param targetEpoch the life of the log that {@code targetSeq} counts in; 0 in an entry of the
 *     log, where it is the entry's own
 * @param targetSeq the message
 * @param emoji of {@link Kind#REACT} and {@link Kind#UNREACT}, else empty
 */
public record Operation(Kind kind, long targetEpoch, long targetSeq, String emoji) {
  /** Bytes of an emoji in UTF-8: the longest families and flags fit. */
  public static final int EMOJI_BYTES_MAX = 32;

  /** Redis's scripts count in doubles. */
  private static final long NUMBER_MAX = 1L << 53;

  /** What is done. The stored form has these names: they never change. */
  public enum Kind {
    RECALL,
    /** The entry's content is what the message says from there on. */
    EDIT,
    REACT,
    UNREACT,
    PIN,
    UNPIN;

    /** Whether it comes with an emoji. */
    public boolean isReaction() {
      return this == REACT || this == UNREACT;
    }
  }

  /**
   * @throws InvalidValueException when there can be no such message or emoji
   */
  public Operation {
    check("operation.target_seq", targetSeq, 1);
    check("operation.target_epoch", targetEpoch, 0);
    if (kind.isReaction()) {
      checkEmoji(emoji);
    }
  }

  /** An operation other than a reaction. */
  public static Operation of(Kind kind, long targetEpoch, long targetSeq) {
    return new Operation(kind, targetEpoch, targetSeq, "");
  }

  private static void check(String field, long value, long least) {
    if (value < least || value > NUMBER_MAX) {
      throw new InvalidValueException(
          field, Long.toUnsignedString(value), least + " to " + NUMBER_MAX);
    }
  }

  private static void checkEmoji(String emoji) {
    int bytes = emoji.getBytes(StandardCharsets.UTF_8).length;
    boolean plain =
        emoji
            .codePoints()
            .noneMatch(
                c ->
                    Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE);
    if (bytes < 1 || bytes > EMOJI_BYTES_MAX || !plain) {
      throw new InvalidValueException(
          "operation.react.emoji",
          emoji,
          "1 to " + EMOJI_BYTES_MAX + " bytes without spaces or control characters");
    }
  }
}
