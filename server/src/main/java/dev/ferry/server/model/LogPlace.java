package dev.ferry.server.model;

/**
 * An entry of a log.
 *
 * @param epoch 0 for none
 * @param seq 0 before the first entry
 */
public record LogPlace(long epoch, long seq) {
  public static final LogPlace NONE = new LogPlace(0, 0);
}
