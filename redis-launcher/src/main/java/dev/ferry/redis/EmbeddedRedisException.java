package dev.ferry.redis;

import org.jspecify.annotations.Nullable;

/** The embedded Redis could not be started; the message says why and what to do. */
public class EmbeddedRedisException extends RuntimeException {
  EmbeddedRedisException(String message) {
    super(message);
  }

  EmbeddedRedisException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
