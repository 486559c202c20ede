package dev.ferry.server.redis;

/** The Redis that was found cannot keep Ferry's promises; says what to change. Stops the start. */
public final class RedisUnfitException extends RuntimeException {
  public RedisUnfitException(String message) {
    super(message);
  }
}
