package dev.ferry.client.message;

/** That a user reacted to a message with an emoji. Immutable. */
public final class Reacted {
  private final String emoji;
  private final String user;

  public Reacted(String emoji, String user) {
    this.emoji = emoji;
    this.user = user;
  }

  public String emoji() {
    return emoji;
  }

  public String user() {
    return user;
  }

  @Override
  public String toString() {
    return user + " " + emoji;
  }
}
