package dev.ferry.server.message;

import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.UserId;
import java.util.concurrent.CompletionStage;

/**
 * Orders the sessions of a device over all nodes, so that the log can refuse what an abandoned one
 * still has on its way: it may have been sent again since, and so much after it that its client
 * message id is no longer remembered (P2).
 */
public interface DeviceSessions {

  /**
   * A stamp for a new session, higher than all that this device had before. Fails with {@code
   * UNAVAILABLE}.
   */
  CompletionStage<Long> open(UserId user, DeviceId device);
}
