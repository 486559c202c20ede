package dev.ferry.server.model;

/**
 * What a user has set of how others see it.
 *
 * @param status words of the user's own, maybe empty
 * @param invisible whether it looks offline to all but itself
 */
public record PresenceSettings(String status, boolean invisible, Visibility visibleTo) {
  /** As long as the user has set nothing. */
  public static final PresenceSettings DEFAULT =
      new PresenceSettings("", false, Visibility.CONTACTS);
}
