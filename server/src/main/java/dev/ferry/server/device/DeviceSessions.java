package dev.ferry.server.device;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.DeviceName;
import dev.ferry.server.model.Platform;
import dev.ferry.server.model.Touched;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Orders the sessions of a user over all nodes: which may live, and of a device which is the
 * newest, so that the log can refuse what an abandoned one still has on its way. That may have been
 * sent again since, and so much after it that its client message id is no longer remembered (P2).
 */
public interface DeviceSessions {

  /**
   * A session to be opened.
   *
   * @param since the index's version that the device has, or 0
   * @param limit how many touched conversations, at most
   */
  record Opening(
      UserId user,
      DeviceId device,
      Platform platform,
      DeviceName name,
      LoginAttempt attempt,
      Credential credential,
      long since,
      int limit) {}

  /**
   * A new session, and what it begins with, all read at one moment.
   *
   * @param stamp higher than all that this device had before
   * @param goodUntilMs when it ends unless it is renewed, milliseconds since 1970
   * @param resumeToken what goes on with it, once
   * @param groups the groups that the user's index has; {@code Memberships.groupsOf} says what that
   *     means
   * @param touched the newest conversations of {@code ConversationIndex.touched}
   * @param privacyVersion as {@code Privacy.version}
   * @param settingsVersion of the newest change of settings of conversations; 0 for none
   * @param timeMs Redis's clock at that moment, milliseconds since 1970
   */
  record Opened(
      long stamp,
      long goodUntilMs,
      byte[] resumeToken,
      List<ConversationId> groups,
      Touched touched,
      long privacyVersion,
      long settingsVersion,
      long timeMs) {}

  /**
   * Opens a session, and ends those that cannot live beside it. Which is one step: of two that
   * exclude each other never both live. Fails with {@code SESSION_LIMIT}, {@code LOGGED_OUT},
   * {@code RESUME_REFUSED}, or with {@code UNAVAILABLE}, also when a later attempt of the device
   * came first; nothing was changed then, or is not known to be in the last case.
   */
  CompletionStage<Opened> open(Opening opening);

  /**
   * The session's connection is gone: it counts no longer, and its resume token begins to age. Does
   * nothing when a later session of the device was opened.
   */
  CompletionStage<?> close(UserId user, DeviceId device, long stamp);

  /**
   * Lets a session live on with another token. Fails with {@code LOGGED_OUT} when that was issued
   * before a logout, with {@code SESSION_REPLACED} when the session is over, or with {@code
   * UNAVAILABLE}.
   */
  CompletionStage<?> renew(UserId user, DeviceId device, long stamp, Credential.Verified token);
}
