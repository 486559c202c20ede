package dev.ferry.client;

/**
 * Gives a token, for the next login or for the session that goes on: one that is newer than the
 * last and good for long. Called off the I/O thread; may block.
 */
@FunctionalInterface
public interface TokenSource {
  String token() throws Exception;
}
