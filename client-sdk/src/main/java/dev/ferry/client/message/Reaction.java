package dev.ferry.client.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How many react to a message with one emoji, and who. Immutable. */
public final class Reaction {
  /** How many users are named. */
  static final int USERS_MAX = 10;

  private final String emoji;
  private final int count;
  private final List<String> users;
  private final boolean mine;

  public Reaction(String emoji, int count, List<String> users, boolean mine) {
    this.emoji = emoji;
    this.count = count;
    this.users = Collections.unmodifiableList(new ArrayList<>(users));
    this.mine = mine;
  }

  public String emoji() {
    return emoji;
  }

  /** Of all who reacted so. */
  public int count() {
    return count;
  }

  /** Those who reacted last, at most 10, the latest at the end; {@code Messages} has them all. */
  public List<String> users() {
    return users;
  }

  /** Whether the client's user is one of all. */
  public boolean mine() {
    return mine;
  }

  /** With one more user. */
  Reaction with(String user, boolean me) {
    List<String> more = new ArrayList<>(users);
    more.add(user);
    if (more.size() > USERS_MAX) {
      more.remove(0);
    }
    return new Reaction(emoji, count + 1, more, mine || me);
  }

  /** With one user less. */
  Reaction without(String user, boolean me) {
    List<String> fewer = new ArrayList<>(users);
    fewer.remove(user);
    return new Reaction(emoji, count - 1, fewer, mine && !me);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reaction
        && ((Reaction) other).emoji.equals(emoji)
        && ((Reaction) other).count == count
        && ((Reaction) other).mine == mine
        && ((Reaction) other).users.equals(users);
  }

  @Override
  public int hashCode() {
    return emoji.hashCode() * 31 + count;
  }

  @Override
  public String toString() {
    return emoji + " " + count + (mine ? "*" : "") + users;
  }
}
