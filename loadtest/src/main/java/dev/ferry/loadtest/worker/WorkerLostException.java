package dev.ferry.loadtest.worker;

/**
 * A worker process ended before it was told to, so the run proves nothing; the message says how.
 */
public final class WorkerLostException extends RuntimeException {
  WorkerLostException(String message) {
    super(message);
  }
}
