package dev.ferry.server.account;

import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;

/**
 * A token was refused. The message says why in fixed words: nothing of the token is in it, so that
 * it may be logged and shown. Has no stack trace, because strangers can cause it as often as they
 * like.
 */
public final class AuthenticationException extends Exception {
  private final Kind kind;

  /** What the client can do about it. */
  public enum Kind {
    /** Not valid here and never was. */
    INVALID,
    /** Genuine, and valid once; a new one is needed. */
    EXPIRED
  }

  AuthenticationException(Kind kind, String reason) {
    super(reason, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** As whoever showed the token is told. */
  public RefusedException refusal() {
    Reason reason = kind == Kind.EXPIRED ? Reason.TOKEN_EXPIRED : Reason.UNAUTHENTICATED;
    return new RefusedException(reason, "token: " + getMessage());
  }
}
