package dev.ferry.server.model;

import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message refers to, and where it comes from.
 *
 * @param replyToEpoch the life of the log that {@code replyToSeq} counts in; 0 in an entry of the
 *     log, where it is the entry's own
 * @param replyToSeq the message that it answers; 0 for none
 * @param mentions users whose attention it asks for
 * @param mentionAll whether it asks for that of all members of its group
 * @param forwarded what it is a copy of; null when it is none
 */
public record References(
    long replyToEpoch,
    long replyToSeq,
    List<UserId> mentions,
    boolean mentionAll,
    @Nullable Forwarded forwarded) {
  /** Most messages refer to nothing. */
  public static final References NONE = new References(0, 0, List.of(), false, null);

  private static final int MENTIONS_MAX = 50;
  private static final long NUMBER_MAX = 1L << 53;

  /**
   * @throws InvalidValueException when there can be no such message, or for too many mentions
   */
  public References {
    check("reply_to_seq", replyToSeq);
    check("reply_to_epoch", replyToEpoch);
    if (mentions.size() > MENTIONS_MAX) {
      throw new InvalidValueException(
          "mentions", mentions.size() + " users", "at most " + MENTIONS_MAX);
    }
    if (new HashSet<>(mentions).size() < mentions.size()) {
      throw new InvalidValueException("mentions", "one of them twice", "each once");
    }
    mentions = List.copyOf(mentions);
  }

  /** Those of a message that is no copy. */
  public References(long replyToEpoch, long replyToSeq, List<UserId> mentions, boolean mentionAll) {
    this(replyToEpoch, replyToSeq, mentions, mentionAll, null);
  }

  /** The same without what the content was copied from. */
  References withoutOrigin() {
    return forwarded == null
        ? this
        : new References(replyToEpoch, replyToSeq, mentions, mentionAll, null);
  }

  private static void check(String field, long value) {
    if (value < 0 || value > NUMBER_MAX) {
      throw new InvalidValueException(field, Long.toUnsignedString(value), "0 to " + NUMBER_MAX);
    }
  }
}
