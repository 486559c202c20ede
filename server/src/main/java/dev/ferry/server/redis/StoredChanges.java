package dev.ferry.server.redis;

import dev.ferry.server.model.GroupChange;
import dev.ferry.server.model.GroupRole;
import dev.ferry.server.model.GroupSettings;
import dev.ferry.server.model.HistoryPolicy;
import dev.ferry.server.model.JoinPolicy;
import dev.ferry.server.model.UserId;
import dev.ferry.server.redis.stored.StoredChange;
import dev.ferry.server.redis.stored.StoredSettings;
import java.util.Optional;

/** Changes of groups as the log keeps them, to and from the model. */
final class StoredChanges {
  private StoredChanges() {}

  static StoredChange of(GroupChange change) {
    StoredChange.Builder stored =
        StoredChange.newBuilder()
            .setKind(change.kind().name())
            .setMutedUntilMs(change.mutedUntilMs());
    change.users().forEach(user -> stored.addUsers(user.value()));
    Optional.ofNullable(change.role()).ifPresent(role -> stored.setRole(role.name()));
    if (!change.settings().equals(GroupSettings.UNCHANGED)) {
      stored.setSettings(settings(change.settings()));
    }
    return stored.build();
  }

  /**
   * @throws IllegalArgumentException when a name is unknown
   */
  static GroupChange change(StoredChange stored) {
    return new GroupChange(
        GroupChange.Kind.valueOf(stored.getKind()),
        stored.getUsersList().stream().map(UserId::new).toList(),
        stored.getRole().isEmpty() ? null : GroupRole.valueOf(stored.getRole()),
        stored.getMutedUntilMs(),
        settings(stored.getSettings()));
  }

  private static StoredSettings settings(GroupSettings settings) {
    StoredSettings.Builder stored = StoredSettings.newBuilder();
    Optional.ofNullable(settings.name()).ifPresent(stored::setName);
    Optional.ofNullable(settings.avatar()).ifPresent(stored::setAvatar);
    Optional.ofNullable(settings.announcement()).ifPresent(stored::setAnnouncement);
    Optional.ofNullable(settings.joinPolicy()).map(Enum::name).ifPresent(stored::setJoinPolicy);
    Optional.ofNullable(settings.history()).map(Enum::name).ifPresent(stored::setHistory);
    Optional.ofNullable(settings.everyoneMuted()).ifPresent(stored::setEveryoneMuted);
    Optional.ofNullable(settings.slowModeSeconds()).ifPresent(stored::setSlowModeS);
    return stored.putAllAttributes(settings.attributes()).build();
  }

  private static GroupSettings settings(StoredSettings stored) {
    return new GroupSettings(
        stored.hasName() ? stored.getName() : null,
        stored.hasAvatar() ? stored.getAvatar() : null,
        stored.hasAnnouncement() ? stored.getAnnouncement() : null,
        stored.getJoinPolicy().isEmpty() ? null : JoinPolicy.valueOf(stored.getJoinPolicy()),
        stored.getHistory().isEmpty() ? null : HistoryPolicy.valueOf(stored.getHistory()),
        stored.hasEveryoneMuted() ? stored.getEveryoneMuted() : null,
        stored.hasSlowModeS() ? stored.getSlowModeS() : null,
        stored.getAttributesMap());
  }
}
