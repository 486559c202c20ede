package dev.ferry.server.device;

/** What a login shows for its user. */
public sealed interface Credential {

  /**
   * A token that was verified.
   *
   * @param issuedSecond when it was issued, seconds since 1970; 0 when it does not say
   * @param goodUntilMs when sessions that it began end, milliseconds since 1970
   */
  record Verified(long issuedSecond, long goodUntilMs) implements Credential {}

  /** A token of {@link DeviceSessions.Opened#resumeToken}, not verified yet. */
  record Resumed(byte[] token) implements Credential {}
}
