package dev.ferry.client.privacy;

/** Somebody whom the user blocks. Immutable. */
public final class BlockedUser {
  private final String user;
  private final long timeMs;

  public BlockedUser(String user, long timeMs) {
    this.user = user;
    this.timeMs = timeMs;
  }

  public String user() {
    return user;
  }

  /** When it was blocked, milliseconds since 1970. */
  public long timeMs() {
    return timeMs;
  }

  @Override
  public String toString() {
    return "BlockedUser[" + user + ", " + timeMs + "]";
  }
}
