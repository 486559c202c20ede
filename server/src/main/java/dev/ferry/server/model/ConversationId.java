package dev.ferry.server.model;

import java.util.List;

/**
 * A conversation's id as clients, Redis and logs write it. A direct conversation is {@code
 * d/<one>/<other>}, its two users in ascending order, so that both sides name it alike; a user's
 * notes to self are {@code d/<user>/<user>}. A group is {@code g/<name>}.
 *
 * @param peers the users of a direct conversation, one for notes to self; empty for a group, whose
 *     members only its roster knows
 */
public record ConversationId(String value, List<UserId> peers) {
  private static final String GROUP_FORM = "g/[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final String FORM = "d/<user>/<user>, users in ascending order, or " + GROUP_FORM;
  private static final String GROUP = "g/";
  private static final String GROUP_MARKS = "._-";
  private static final String DIRECT = "d/";

  /** The direct conversation of two users, in either order. */
  public static ConversationId direct(UserId one, UserId other) {
    UserId first = one.compareTo(other) <= 0 ? one : other;
    UserId second = first.equals(one) ? other : one;
    return new ConversationId(DIRECT + first + "/" + second, peers(first, second));
  }

  /**
   * @throws InvalidValueException when {@code value} is not an id in its one canonical form
   */
  public static ConversationId parse(String value) {
    if (value.startsWith(GROUP) && IdForm.matches(value, GROUP.length(), GROUP_MARKS)) {
      return new ConversationId(value, List.of());
    }
    int slash = value.indexOf('/', DIRECT.length());
    if (!value.startsWith(DIRECT) || slash < 0) {
      throw new InvalidValueException("conversation", value, FORM);
    }
    UserId first = new UserId(value.substring(DIRECT.length(), slash));
    UserId second = new UserId(value.substring(slash + 1));
    if (first.compareTo(second) > 0) {
      throw new InvalidValueException("conversation", value, FORM);
    }
    return new ConversationId(value, peers(first, second));
  }

  /**
   * @throws InvalidValueException when {@code value} is not the id of a group
   */
  public static ConversationId parseGroup(String value) {
    ConversationId parsed = parse(value);
    if (!parsed.isGroup()) {
      throw new InvalidValueException("conversation", value, GROUP_FORM);
    }
    return parsed;
  }

  private static List<UserId> peers(UserId first, UserId second) {
    return first.equals(second) ? List.of(first) : List.of(first, second);
  }

  public boolean isGroup() {
    return peers.isEmpty();
  }

  /** Ids are equal when they are written alike. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ConversationId id && value.equals(id.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
