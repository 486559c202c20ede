package dev.ferry.server.model;

import java.util.HashSet;
import java.util.List;

/**
 * What a message refers to.
 *
 * @param replyToEpoch the life of the log that {@code replyToSeq} counts in; 0 in an entry of the
 *     log, where it is the entry's own
 * @param replyToSeq the message that it answers; 0 for none
 * @param mentions users whose attention it asks for
 * @param mentionAll whether it asks for that of all members of its group
 */
public record References(
    long replyToEpoch, long replyToSeq, List<UserId> mentions, boolean mentionAll) {
  /** Most messages refer to nothing. */
  public static final References NONE = new References(0, 0, List.of(), false);

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

  private static void check(String field, long value) {
    if (value < 0 || value > NUMBER_MAX) {
      throw new InvalidValueException(field, Long.toUnsignedString(value), "0 to " + NUMBER_MAX);
    }
  }
}
