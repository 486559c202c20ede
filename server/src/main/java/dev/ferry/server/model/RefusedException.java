package dev.ferry.server.model;

import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * A request that is refused, as the client will be told. Carries no stack trace: it is an answer,
 * not a defect.
 */
public final class RefusedException extends RuntimeException {

  /** Why; {@code request} gives each its code and duty on the wire. */
  public enum Reason {
    MALFORMED_FRAME,
    FRAME_TOO_LARGE,
    WRONG_PHASE,
    UNSUPPORTED_VERSION,
    UNAUTHENTICATED,
    TOKEN_EXPIRED,
    LOGIN_TIMEOUT,
    SESSION_REPLACED,
    IDLE_TIMEOUT,
    UNSUPPORTED_REQUEST,
    INVALID_ARGUMENT,
    CONTENT_TOO_LARGE,
    FORBIDDEN,
    OUT_OF_ORDER,
    RATE_LIMITED,
    UNAVAILABLE,
    INTERNAL,
    MUTED,
    SLOW_MODE,
    GROUP_FULL,
    ROLE_NOT_ALLOWED,
    LINK_INVALID,
    ALREADY_EXISTS,
    NO_SUCH_MEMBER,
    TOO_MANY,
    NO_SUCH_MESSAGE,
    MESSAGE_RECALLED,
    NOT_YOUR_MESSAGE,
    TOO_LATE,
    SESSION_LIMIT,
    LOGGED_OUT,
    RESUME_REFUSED,
    NO_SUCH_DEVICE,
    NOT_ACCEPTED,
    BLOCKED_BY_YOU
  }

  private final Reason reason;
  private final String value;
  private final Duration retryAfter;

  private RefusedException(Reason reason, String message, String value, Duration retryAfter) {
    super(message, null, false, false);
    this.reason = reason;
    this.value = value;
    this.retryAfter = retryAfter;
  }

  public RefusedException(Reason reason, String message, String value) {
    this(reason, message, value, Duration.ZERO);
  }

  public RefusedException(Reason reason, String message) {
    this(reason, message, "", Duration.ZERO);
  }

  public RefusedException(Reason reason, String message, Duration retryAfter) {
    this(reason, message, "", retryAfter);
  }

  /**
   * The same for a conversation that is not there and one that the asker may not see: nobody learns
   * which groups exist.
   */
  public static RefusedException notOf(UserId user, ConversationId conversation) {
    return new RefusedException(
        Reason.FORBIDDEN,
        "conversation: " + conversation + " (expected: one of " + user + "'s)",
        conversation.value());
  }

  /** The refusal of a value that has the wrong form. */
  public static RefusedException of(InvalidValueException invalid) {
    String message = String.valueOf(invalid.getMessage());
    return new RefusedException(Reason.INVALID_ARGUMENT, message, invalid.value());
  }

  /** What a stage failed with, without the exceptions that stages wrap around it. */
  public static Throwable causeOf(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  public Reason reason() {
    return reason;
  }

  /** The offending value where it is safe to repeat, else empty. */
  public String value() {
    return value;
  }

  /** How long the client waits before it tries again; zero when it is not to, or as it likes. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
