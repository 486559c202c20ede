package dev.ferry.server.presence;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Lease;
import dev.ferry.server.model.OnlineSession;
import dev.ferry.server.model.PresenceSettings;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.UserState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Presence as Redis keeps it. Changes are published to the nodes that watch the user. Calls return
 * at once; stages fail with {@code UNAVAILABLE}. Thread-safe.
 */
public interface PresenceStore {

  /** The session began; again, when its lease has changed. Does nothing once a newer one began. */
  CompletionStage<Void> online(UserId user, OnlineSession session);

  /** The session ended. Does nothing once a newer one of the device began. */
  CompletionStage<Void> offline(UserId user, DeviceId device, long stamp);

  /** Changes what others see; gives the settings as they are then. */
  CompletionStage<PresenceSettings> set(UserId user, SettingsChange change);

  /**
   * What Redis has of these users, in their order; one round trip a slot.
   *
   * @param asker whose contacts they may be; null when that does not matter
   * @param group in which asker and users are said to be fellow members; the asker's membership was
   *     checked
   */
  CompletionStage<List<Found>> read(
      @Nullable UserId asker, List<UserId> users, Optional<ConversationId> group);

  /**
   * A user's state.
   *
   * @param contact whether the user has a direct conversation with the asker, or is in the group
   * @param barred whether the user blocks the asker
   */
  record Found(UserState state, boolean contact, boolean barred) {}

  /**
   * Refreshes this node's lease, and reads all nodes'.
   *
   * @param own empty when this node has none yet
   */
  CompletionStage<Leases> refresh(Optional<Lease> own);

  /** Ends this node's lease: its sessions are offline from here on. */
  CompletionStage<Void> release(Lease own);

  /**
   * Forgets sessions whose lease is over; nobody is told.
   *
   * @param endedMs when each lease was last refreshed, in the order of the sessions
   */
  CompletionStage<Void> sweep(UserId user, List<OnlineSession> sessions, List<Long> endedMs);
}
