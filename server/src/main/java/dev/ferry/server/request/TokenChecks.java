package dev.ferry.server.request;

import dev.ferry.server.account.AuthenticationException;
import dev.ferry.server.account.Authenticator;
import dev.ferry.server.account.Identity;
import dev.ferry.server.device.Credential;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;

/** Tokens, refused in the wire's words. Thread-safe. */
final class TokenChecks {
  /** Redis's numbers are exact beyond that, and nobody waits for it: the year 37,648. */
  private static final long MS_MAX = 1L << 50;

  private final Authenticator authenticator;

  TokenChecks(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  /**
   * Whom the token speaks for.
   *
   * @param device the one that shows it
   * @throws RefusedException when it is not good here and now, or for another device
   */
  Identity check(String token, DeviceId device) {
    Identity identity;
    try {
      identity = authenticator.authenticate(token);
    } catch (AuthenticationException e) {
      throw e.refusal();
    }
    if (identity.device().isPresent() && !identity.device().get().equals(device)) {
      throw new RefusedException(Reason.UNAUTHENTICATED, "token: the token is for another device");
    }
    return identity;
  }

  static Credential.Verified credential(Identity identity) {
    long goodUntilMs = Math.min(MS_MAX, identity.goodUntil().toEpochMilli());
    return new Credential.Verified(
        Math.max(0, identity.issued().getEpochSecond()), Math.max(0, goodUntilMs));
  }
}
