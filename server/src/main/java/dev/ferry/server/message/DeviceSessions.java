package dev.ferry.server.message;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Touched;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Orders the sessions of a device over all nodes, so that the log can refuse what an abandoned one
 * still has on its way: it may have been sent again since, and so much after it that its client
 * message id is no longer remembered (P2).
 */
public interface DeviceSessions {

  /**
   * A new session, and what it begins with, all read at one moment.
   *
   * @param stamp higher than all that this device had before
   * @param groups the groups that the user's index has; {@code Memberships.groupsOf} says what that
   *     means
   * @param touched the newest conversations of {@link ConversationIndex#touched}
   */
  record Opened(long stamp, List<ConversationId> groups, Touched touched) {}

  /**
   * Opens a session. Fails with {@code UNAVAILABLE}.
   *
   * @param since the index's version that the device has, or 0
   * @param limit how many touched conversations, at most
   */
  CompletionStage<Opened> open(UserId user, DeviceId device, long since, int limit);
}
