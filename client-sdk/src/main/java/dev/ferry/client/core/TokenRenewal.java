package dev.ferry.client.core;

/** When a live session's token is to be replaced by a newer one. */
final class TokenRenewal {
  /** A source that gives the same token again is not asked more often than that. */
  private static final long LEAST_MS = 1_000;

  private static final long RETRY_MS = 30_000;

  private long dueAtMs = Long.MAX_VALUE;
  private boolean asked;

  /** The session ends in that many milliseconds; 0 when the server did not say. */
  void begin(long expiresInMs, long nowMs) {
    asked = false;
    dueAtMs = expiresInMs <= 0 ? Long.MAX_VALUE : nowMs + Math.max(LEAST_MS, expiresInMs / 5 * 4);
  }

  void stop() {
    asked = false;
    dueAtMs = Long.MAX_VALUE;
  }

  long dueAtMs() {
    return dueAtMs;
  }

  /** A token was asked for. */
  void ask() {
    asked = true;
    dueAtMs = Long.MAX_VALUE;
  }

  /** Whether a token that comes now is for this. */
  boolean takes() {
    boolean waited = asked;
    asked = false;
    return waited;
  }

  /** No token could be got, or the server has no time for it. */
  void failed(long nowMs) {
    asked = false;
    dueAtMs = nowMs + RETRY_MS;
  }
}
