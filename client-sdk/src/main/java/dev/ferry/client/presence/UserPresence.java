package dev.ferry.client.presence;

import dev.ferry.client.device.Platform;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * What the client's user may know of another at one moment. Somebody who does not exist, and
 * somebody who does not want to be seen, is offline and was never seen. Immutable.
 */
public final class UserPresence {
  private final String user;
  private final Set<Platform> online;
  private final long lastSeenMs;
  private final String status;

  /**
   * @param online the kinds of devices on which the user is online
   * @param lastSeenMs milliseconds since 1970, while offline; 0 for unknown
   */
  public UserPresence(String user, Collection<Platform> online, long lastSeenMs, String status) {
    this.user = user;
    EnumSet<Platform> kinds = EnumSet.noneOf(Platform.class);
    kinds.addAll(online);
    this.online = Collections.unmodifiableSet(kinds);
    this.lastSeenMs = lastSeenMs;
    this.status = status;
  }

  public String user() {
    return user;
  }

  public boolean isOnline() {
    return !online.isEmpty();
  }

  /** The kinds of devices on which the user is online; empty when it is offline. */
  public Set<Platform> online() {
    return online;
  }

  /** When the user was last online, milliseconds since 1970; 0 while it is, and for unknown. */
  public long lastSeenMs() {
    return lastSeenMs;
  }

  /** The user's own words; maybe empty. */
  public String status() {
    return status;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof UserPresence)) {
      return false;
    }
    UserPresence that = (UserPresence) other;
    return user.equals(that.user)
        && online.equals(that.online)
        && lastSeenMs == that.lastSeenMs
        && status.equals(that.status);
  }

  @Override
  public int hashCode() {
    return Objects.hash(user, online, lastSeenMs, status);
  }

  @Override
  public String toString() {
    return "UserPresence[" + user + ", " + online + ", " + lastSeenMs + ", " + status + "]";
  }
}
