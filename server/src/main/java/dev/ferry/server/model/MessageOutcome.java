package dev.ferry.server.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What operations and time have made of a message, as one reader may know it.
 *
 * @param recalled then there is nothing else
 * @param edits how many there were
 * @param edited the newest of them, when there were any
 * @param reactions in the order of their first use
 * @param expired then there is nothing else
 */
public record MessageOutcome(
    @Nullable Mark recalled,
    int edits,
    @Nullable Mark edited,
    @Nullable Mark pinned,
    List<Reaction> reactions,
    boolean expired) {
  /** Of a message that has expired. */
  public static final MessageOutcome EXPIRED =
      new MessageOutcome(null, 0, null, null, List.of(), true);

  /** Of a message that lives. */
  public MessageOutcome(
      @Nullable Mark recalled,
      int edits,
      @Nullable Mark edited,
      @Nullable Mark pinned,
      List<Reaction> reactions) {
    this(recalled, edits, edited, pinned, reactions, false);
  }

  /**
   * An operation that is in force.
   *
   * @param seq its entry; 0, without a user, where the reader may not read that
   */
  public record Mark(long seq, long timeMs, @Nullable UserId user) {}

  /**
   * @param count of all who reacted so
   * @param users the last of them, the latest at the end
   * @param mine whether the reader is one of all
   */
  public record Reaction(String emoji, int count, List<UserId> users, boolean mine) {}
}
