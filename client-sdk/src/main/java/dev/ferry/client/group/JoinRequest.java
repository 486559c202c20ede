package dev.ferry.client.group;

/** Somebody who waits to be let in. Immutable. */
public final class JoinRequest {
  private final String user;
  private final long timeMs;

  public JoinRequest(String user, long timeMs) {
    this.user = user;
    this.timeMs = timeMs;
  }

  public String user() {
    return user;
  }

  /** Since when, in milliseconds since 1970. */
  public long timeMs() {
    return timeMs;
  }
}
