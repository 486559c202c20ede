package dev.ferry.client;

import java.util.regex.Pattern;

/** The ids of conversations, as docs/protocol.md gives them. */
public final class ConversationIds {
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}");
  private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String GROUP_PREFIX = "g/";

  private ConversationIds() {}

  /**
   * The direct conversation of two users; the order of the arguments does not matter.
   *
   * @throws IllegalArgumentException when a user id has a wrong form
   */
  public static String direct(String one, String other) {
    checkUser(one);
    checkUser(other);
    return one.compareTo(other) <= 0 ? "d/" + one + "/" + other : "d/" + other + "/" + one;
  }

  /**
   * The conversation of a group.
   *
   * @throws IllegalArgumentException when the name has a wrong form
   */
  public static String group(String name) {
    if (!GROUP.matcher(name).matches()) {
      throw new IllegalArgumentException("group: " + name + " (expected: " + GROUP.pattern() + ")");
    }
    return GROUP_PREFIX + name;
  }

  /** Whether the conversation is a group. */
  public static boolean isGroup(String conversation) {
    return conversation.startsWith(GROUP_PREFIX);
  }

  /** The other user of a direct conversation, or the user itself where there is no other. */
  public static String peer(String conversation, String user) {
    String[] parts = conversation.split("/", 3);
    if (parts.length != 3) {
      return user;
    }
    return parts[1].equals(user) ? parts[2] : parts[1];
  }

  private static void checkUser(String user) {
    if (!USER.matcher(user).matches()) {
      throw new IllegalArgumentException("user: " + user + " (expected: " + USER.pattern() + ")");
    }
  }
}
