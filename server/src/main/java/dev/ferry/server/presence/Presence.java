package dev.ferry.server.presence;

import dev.ferry.server.model.Platform;
import dev.ferry.server.model.UserId;
import java.util.Set;

/**
 * What one user is told of another.
 *
 * @param online on which kinds of devices; empty when offline
 * @param lastSeenMs since 1970, while offline; 0 while online and for who never was
 */
public record Presence(UserId user, Set<Platform> online, long lastSeenMs, String status) {

  public Presence {
    online = Set.copyOf(online);
  }

  /** The same of somebody who does not exist and of somebody who does not want to be seen. */
  static Presence unknown(UserId user) {
    return new Presence(user, Set.of(), 0, "");
  }
}
