package dev.ferry.server.net;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Lease;
import dev.ferry.server.model.OnlineSession;
import dev.ferry.server.model.PresenceSettings;
import dev.ferry.server.model.UserId;
import dev.ferry.server.presence.Leases;
import dev.ferry.server.presence.PresenceStore;
import dev.ferry.server.presence.SettingsChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes note of nobody, at once: what presence costs is not measured here. */
final class SilentPresence implements PresenceStore {
  private static final Lease LEASE = new Lease(1, "memory");

  @Override
  public CompletionStage<Void> online(UserId user, OnlineSession session) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> offline(UserId user, DeviceId device, long stamp) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<PresenceSettings> set(UserId user, SettingsChange change) {
    return CompletableFuture.completedStage(PresenceSettings.DEFAULT);
  }

  @Override
  public CompletionStage<List<Found>> read(
      @Nullable UserId asker, List<UserId> users, Optional<ConversationId> group) {
    return CompletableFuture.completedStage(List.of());
  }

  @Override
  public CompletionStage<Leases> refresh(Optional<Lease> own) {
    return CompletableFuture.completedStage(
        new Leases(LEASE, 1, Map.of(LEASE, 1L), Duration.ofDays(1)));
  }

  @Override
  public CompletionStage<Void> release(Lease own) {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<Void> sweep(
      UserId user, List<OnlineSession> sessions, List<Long> endedMs) {
    return CompletableFuture.completedStage(null);
  }
}
