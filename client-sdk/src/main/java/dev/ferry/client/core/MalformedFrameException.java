package dev.ferry.client.core;

/** The server sent what the protocol does not allow. */
final class MalformedFrameException extends Exception {
  MalformedFrameException(String message) {
    super(message);
  }
}
