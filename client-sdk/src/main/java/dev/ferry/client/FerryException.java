package dev.ferry.client;

import org.jspecify.annotations.Nullable;

/** Why a call or a connection failed. */
public final class FerryException extends RuntimeException {

  /** The kinds an app may want to tell apart. */
  public enum Kind {
    /** The server's address could not be reached, or the connection broke. */
    UNREACHABLE,
    /** The token was refused; a new one is needed. */
    UNAUTHENTICATED,
    /** The server refused the call for good: {@link #code} says why. */
    REFUSED,
    /** The server asked to give up: replaced by the same device, or no common version. */
    TERMINATED,
    /** The outbox has no room. */
    OUTBOX_FULL,
    /** The client was closed. */
    CLOSED
  }

  private final Kind kind;
  private final String code;
  private final String value;

  public FerryException(
      Kind kind, String code, String message, String value, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
    this.value = value;
  }

  public FerryException(Kind kind, String message) {
    this(kind, kind.name(), message, "", null);
  }

  public Kind kind() {
    return kind;
  }

  /**
   * The name of the wire's error code, e.g. {@code CONTENT_TOO_LARGE}; the kind's name when no
   * server spoke.
   */
  public String code() {
    return code;
  }

  /** The offending value as the server repeated it, or empty. */
  public String value() {
    return value;
  }
}
