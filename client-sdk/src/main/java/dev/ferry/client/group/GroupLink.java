package dev.ferry.client.group;

/** A link into a group: whoever has its token can join. Immutable. */
public final class GroupLink {
  private final String token;
  private final long expiresMs;
  private final int usesLeft;
  private final String createdBy;

  public GroupLink(String token, long expiresMs, int usesLeft, String createdBy) {
    this.token = token;
    this.expiresMs = expiresMs;
    this.usesLeft = usesLeft;
    this.createdBy = createdBy;
  }

  /** The secret. */
  public String token() {
    return token;
  }

  /** When it ends, in milliseconds since 1970; 0 for never. */
  public long expiresMs() {
    return expiresMs;
  }

  /** How many can still join with it; 0 for any number. */
  public int usesLeft() {
    return usesLeft;
  }

  public String createdBy() {
    return createdBy;
  }
}
