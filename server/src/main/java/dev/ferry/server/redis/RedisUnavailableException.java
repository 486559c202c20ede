package dev.ferry.server.redis;

/** Redis did not answer while the node started. Stops the start. */
public final class RedisUnavailableException extends RuntimeException {
  public RedisUnavailableException(Throwable cause) {
    super("redis does not answer", cause);
  }
}
