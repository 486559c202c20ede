package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Lease;
import dev.ferry.server.model.OnlineSession;
import dev.ferry.server.model.PresenceSettings;
import dev.ferry.server.model.UserId;
import dev.ferry.server.presence.Leases;
import dev.ferry.server.presence.PresenceStore;
import dev.ferry.server.presence.SettingsChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The scripts under {@code lua/presence} on a user's slot, and the leases on their own. */
final class RedisPresence implements PresenceStore {
  /** Far above what a policy of sessions allows. */
  private static final byte[] DEVICES_MAX = bytes(20);

  private final Script online;
  private final Script offline;
  private final Script set;
  private final Script sweep;
  private final PresenceReads reads;
  private final LeaseScript leases;

  RedisPresence(RedisLink link, LeaseScript leases) {
    this.online = Script.named("presence/online", link.batch());
    this.offline = Script.named("presence/offline", link.batch());
    this.set = Script.named("presence/set", link.batch());
    this.sweep = Script.named("presence/sweep", link.batch());
    this.reads = new PresenceReads(link);
    this.leases = leases;
  }

  @Override
  public CompletionStage<Void> online(UserId user, OnlineSession session) {
    return done(
        online.run(
            keys(user),
            bytes(session.device().value()),
            bytes(session.stamp()),
            bytes(session.lease().toString()),
            bytes(session.platform().name()),
            DEVICES_MAX));
  }

  @Override
  public CompletionStage<Void> offline(UserId user, DeviceId device, long stamp) {
    return done(offline.run(keys(user), bytes(device.value()), bytes(stamp)));
  }

  @Override
  public CompletionStage<PresenceSettings> set(UserId user, SettingsChange change) {
    List<byte[]> arguments = new ArrayList<>();
    if (change.status() != null) {
      arguments.add(bytes("status"));
      arguments.add(bytes(change.status()));
    }
    if (change.invisible() != null) {
      arguments.add(bytes("invisible"));
      arguments.add(PresenceForm.invisible(change.invisible()));
    }
    if (change.visibleTo() != null) {
      arguments.add(bytes("visible"));
      arguments.add(bytes(change.visibleTo().name()));
    }
    return Failures.refusing(
        set.run(keys(user), arguments.toArray(byte[][]::new)).thenApply(PresenceForm::settings));
  }

  @Override
  public CompletionStage<List<Found>> read(
      @Nullable UserId asker, List<UserId> users, Optional<ConversationId> group) {
    return Failures.refusing(reads.read(asker, users, group));
  }

  @Override
  public CompletionStage<Leases> refresh(Optional<Lease> own) {
    return Failures.refusing(leases.refresh(own));
  }

  @Override
  public CompletionStage<Void> release(Lease own) {
    return Failures.refusing(leases.release(own));
  }

  @Override
  public CompletionStage<Void> sweep(
      UserId user, List<OnlineSession> sessions, List<Long> endedMs) {
    List<byte[]> arguments = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      arguments.add(PresenceForm.field(sessions.get(i)));
      arguments.add(PresenceForm.value(sessions.get(i)));
      arguments.add(bytes(endedMs.get(i)));
    }
    byte[][] keys = {Keys.presence(user)};
    return done(sweep.run(keys, arguments.toArray(byte[][]::new)));
  }

  private static byte[][] keys(UserId user) {
    return new byte[][] {Keys.presence(user), Keys.watchers(user)};
  }

  private static CompletionStage<Void> done(CompletionStage<List<Object>> reply) {
    return Failures.refusing(reply.thenAccept(ran -> {}));
  }
}
