package dev.ferry.client.message;

/** An operation that is in force: its entry, and who did it when. Immutable. */
public final class Mark {
  private final long seq;
  private final long timeMs;
  private final String user;

  public Mark(long seq, long timeMs, String user) {
    this.seq = seq;
    this.timeMs = timeMs;
    this.user = user;
  }

  /** The entry; 0 where the user may not read it. */
  public long seq() {
    return seq;
  }

  /** The server's clock, milliseconds since 1970; 0 where the user may not read the entry. */
  public long timeMs() {
    return timeMs;
  }

  /** Empty where the user may not read the entry. */
  public String user() {
    return user;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mark
        && ((Mark) other).seq == seq
        && ((Mark) other).timeMs == timeMs
        && ((Mark) other).user.equals(user);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(seq);
  }

  @Override
  public String toString() {
    return user + " #" + seq;
  }
}
