package dev.ferry.server.model;

import java.util.List;

/**
 * A conversation's id as clients, Redis and logs write it. A direct conversation is {@code
 * d/<one>/<other>}, its two users in ascending order, so that both sides name it alike; a user's
 * notes to self are {@code d/<user>/<user>}.
 */
public record ConversationId(String value, UserId first, UserId second) {
  private static final String FORM = "d/<user>/<user>, users in ascending order";
  private static final String DIRECT = "d/";

  /** The direct conversation of two users, in either order. */
  public static ConversationId direct(UserId one, UserId other) {
    UserId first = one.compareTo(other) <= 0 ? one : other;
    UserId second = first.equals(one) ? other : one;
    return new ConversationId(DIRECT + first + "/" + second, first, second);
  }

  /**
   * @throws InvalidValueException when {@code value} is not an id in its one canonical form
   */
  public static ConversationId parse(String value) {
    int slash = value.indexOf('/', DIRECT.length());
    if (!value.startsWith(DIRECT) || slash < 0) {
      throw new InvalidValueException("conversation", value, FORM);
    }
    UserId first = new UserId(value.substring(DIRECT.length(), slash));
    UserId second = new UserId(value.substring(slash + 1));
    if (first.compareTo(second) > 0) {
      throw new InvalidValueException("conversation", value, FORM);
    }
    return new ConversationId(value, first, second);
  }

  /** The users whose channels hear of a new entry; one for notes to self. */
  public List<UserId> members() {
    return first.equals(second) ? List.of(first) : List.of(first, second);
  }

  public boolean hasMember(UserId user) {
    return first.equals(user) || second.equals(user);
  }

  @Override
  public String toString() {
    return value;
  }
}
