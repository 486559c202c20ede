package dev.ferry.server.model;

import java.util.List;

/**
 * All that Redis has of a user's presence at one moment.
 *
 * @param version grows with every change; 0 when there is nothing
 * @param sessions of its devices, also those whose node died
 * @param seenMs when the last session ended, or the user became invisible; 0 for never
 */
public record UserState(
    UserId user, long version, List<OnlineSession> sessions, long seenMs, PresenceSettings settings)
    implements Hint {

  public UserState {
    sessions = List.copyOf(sessions);
  }

  /** Of somebody of whom Redis has nothing. */
  public static UserState none(UserId user) {
    return new UserState(user, 0, List.of(), 0, PresenceSettings.DEFAULT);
  }
}
