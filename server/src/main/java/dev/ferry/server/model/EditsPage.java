package dev.ferry.server.model;

import java.util.List;

/**
 * What a message said, oldest first.
 *
 * @param next seq of the version that the following page begins with; 0 on the last page
 */
public record EditsPage(List<Version> versions, long next) {

  /**
   * @param seq of the message itself, or of the entry that edited it
   */
  public record Version(long seq, long timeMs, Content content) {}
}
