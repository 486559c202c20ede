package dev.ferry.server.model;

/**
 * The log's word that it has a message: its place, and Redis's time of the append in milliseconds
 * since 1970. The same for every retry of a send.
 *
 * @param count entries up to this one that count as unread; 0 where nobody knows: the log has the
 *     entry no longer
 */
public record Accepted(long epoch, long seq, long timeMs, long count) {

  /** Where the count does not matter. */
  public Accepted(long epoch, long seq, long timeMs) {
    this(epoch, seq, timeMs, 0);
  }
}
