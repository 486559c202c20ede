package dev.ferry.client;

/** Gives the token for the next login. Called before each one, off the I/O thread; may block. */
@FunctionalInterface
public interface TokenSource {
  String token() throws Exception;
}
