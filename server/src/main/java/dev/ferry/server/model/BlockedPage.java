package dev.ferry.server.model;

import java.util.List;

/**
 * Some of those whom a user blocks, the newest first.
 *
 * @param next where the next page begins; 0 on the last one
 */
public record BlockedPage(List<Blocked> users, long next) {

  /**
   * One of them.
   *
   * @param timeMs when it was blocked, milliseconds since 1970
   */
  public record Blocked(UserId user, long timeMs) {}
}
