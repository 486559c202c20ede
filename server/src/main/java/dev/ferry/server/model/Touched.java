package dev.ferry.server.model;

import java.util.List;

/**
 * A part of a user's index, most recently touched first.
 *
 * @param entries at most as many as asked for
 * @param version everything touched from now on has a touch that is not below it
 * @param since where the part begins: the version asked for, or 0 when the index never gave that
 */
public record Touched(List<Entry> entries, long version, long since) {

  /**
   * A conversation and when it was touched, in microseconds of a clock that is the user's own and
   * never goes back; no two conversations of a user have the same.
   */
  public record Entry(ConversationId conversation, long touch) {}
}
